package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One step of a rollout: count what evidence shows, settle what the ledger knows, pause what goes wrong, open the next wave,
 * offer. Safe to repeat: it decides from the registers, and its entries change them.
 */
public final class Advance {
    /** Devices that one step looks at and offers to: keeps a transaction short. The next step takes the rest. */
    public static final int MOST_PER_STEP = 500;

    /** Devices of a wave before the last: they are all offered when it opens, in one transaction. */
    static final int MOST_IN_WAVE = RolloutPlan.MOST_CANARY;

    static final String BY = "muster";

    private final Rollout rollout;
    private final UpdateStore known;
    private final Instant now;
    private final Offers offers;
    private final List<Draft> drafts = new ArrayList<>();
    private WaveCount wave;
    private WaveCount all;

    private Advance(Rollout rollout, UpdateStore known, Instant now, Function<Artifact, String> url) {
        this.rollout = rollout;
        this.known = known;
        this.now = now;
        this.offers = new Offers(rollout, url, BY, now);
        this.wave = known.count(rollout.id(), rollout.wave());
        this.all = known.count(rollout.id());
    }

    /**
     * @param url where a device of this organisation fetches an artifact
     * @return whether another step at once would find more to do
     */
    public static Decision<Boolean> step(String id, Function<Artifact, String> url, UpdateStore known, Instant now) {
        Rollout rollout = known.rollout(id).orElse(null);
        if (rollout == null) {
            return Decision.of(false);
        }
        if (rollout.state() == RolloutState.STOPPED) {
            return drain(rollout, known, now);
        }
        Advance advance = new Advance(rollout, known, now, url);
        boolean more = advance.step();
        return Decision.of(more, advance.drafts);
    }

    /** Takes back what a stop left open: each step a part of it, until nothing is. */
    private static Decision<Boolean> drain(Rollout rollout, UpdateStore known, Instant now) {
        if (!rollout.draining()) {
            return Decision.of(false);
        }
        List<Draft> drafts = Rollouts.stop(
                rollout, new Rollouts.Stopping(rollout.reason(), rollout.detail()), MOST_PER_STEP, BY, known, now);
        return Decision.of(drafts.size() > MOST_PER_STEP, drafts);
    }

    private boolean step() {
        List<Target> unsettled = known.unsettled(rollout, now, MOST_PER_STEP);
        unsettled.forEach(this::settle);
        boolean more = switch (rollout.state()) {
            case STOPPED, PAUSED -> false;
            case FINISHED -> open() && late();
            case RUNNING -> rollout.late() ? lateRunning() : proceed();
        };
        return more || unsettled.size() == MOST_PER_STEP;
    }

    private void settle(Target target) {
        Settling.of(target, rollout, now).ifPresent(settling -> {
            if (target.wave() == rollout.wave()) {
                wave = wave.moved(target.state(), settling.state());
            }
            all = all.moved(target.state(), settling.state());
            drafts.add(settling.draft(target));
            // A device that comes back is offered the release anew; it must not find the old order beside the new one.
            if (settling.state() == TargetState.LEFT && target.ended().isEmpty()) {
                drafts.add(offers.withdraw(target, "device-left"));
            }
        });
    }

    private boolean proceed() {
        int open = rollout.wave();
        if (open < 0) {
            return begin();
        }
        boolean accepted = open <= rollout.acceptedWave();
        if (!accepted && brake().tooManyFailed()) {
            return pause(
                    "too-many-failed",
                    wave.notUpdated() + " of " + wave.answered() + " devices that answered failed, in wave " + open);
        }
        if (!open()) {
            return false;
        }
        if (wave.open() > 0) {
            return fill(open) == MOST_PER_STEP;
        }
        Optional<RolloutPaused> silence = accepted ? Optional.empty() : brake().silence();
        if (silence.isPresent()) {
            return pause(silence.get().reason(), silence.get().detail());
        }
        if (open == 0 && wave.answered() == 0 && !accepted) {
            return refill();
        }
        int more = fill(open);
        if (more > 0) {
            return more == MOST_PER_STEP;
        }
        if (Pace.holds(rollout, all, known, now)) {
            return false;
        }
        if (open < rollout.plan().lastWave()) {
            return open(open + 1);
        }
        finish();
        return false;
    }

    /**
     * The canary waits until somebody can be in it: nobody is not a success. A fleet of which every device shows the release
     * already is one.
     */
    private boolean begin() {
        if (!open()) {
            return false;
        }
        List<DeviceId> devices =
                candidates(Math.min(rollout.plan().reach(0, known.devices(rollout)), MOST_IN_WAVE), Optional.empty());
        if (!devices.isEmpty()) {
            return open(0, devices);
        }
        if (coverage().complete()) {
            finish();
        }
        return false;
    }

    /** Everybody in the canary has left: who is back, then others take their places; without any the rollout waits. */
    private boolean refill() {
        int most = Math.min(rollout.plan().reach(0, known.devices(rollout)), MOST_IN_WAVE);
        List<Offers.To> to = new ArrayList<>();
        known.returned(rollout, Math.min(most, room())).forEach(target -> to.add(Offers.To.again(target)));
        to.addAll(Offers.first(candidates(to.size(), most - to.size(), Optional.empty())));
        offer(to, 0);
        return false;
    }

    private Brake brake() {
        return new Brake(rollout, wave);
    }

    private boolean pause(String reason, String detail) {
        drafts.add(Rollouts.draft(rollout.id(), now, BY, new RolloutPaused(reason, detail)));
        return false;
    }

    private void finish() {
        Coverage coverage = coverage();
        drafts.add(Rollouts.draft(
                rollout.id(),
                now,
                BY,
                new RolloutFinished(
                        all.updated(),
                        all.notUpdated(),
                        all.overdue(),
                        Optional.of(coverage.already()),
                        Optional.of(coverage.unseen()),
                        Optional.of(all.left()),
                        Optional.of(all.claimed()))));
    }

    /** Opens a wave and makes its offers. A wave of nobody is opened too: the next step goes on from it. */
    private boolean open(int number) {
        int room = Math.max(0, rollout.plan().reach(number, known.devices(rollout)) - (all.all() - all.left()));
        boolean last = number == rollout.plan().lastWave();
        return open(number, candidates(last ? MOST_PER_STEP : Math.min(room, MOST_IN_WAVE), Optional.empty()));
    }

    private boolean open(int number, List<DeviceId> devices) {
        drafts.add(Rollouts.draft(rollout.id(), now, BY, new WaveOpened(number, devices.size())));
        offer(Offers.first(devices), number);
        return devices.isEmpty() || number == rollout.plan().lastWave();
    }

    /**
     * Devices that come when all waves are behind: those that were away, and new ones when the plan is ongoing. They keep the
     * thresholds; and until as many as a canary have shown the release, no more than a canary of them is out at a time.
     */
    private boolean late() {
        if (rollout.late() && rollout.wave() > rollout.acceptedWave() && brake().tooManyFailed()) {
            return pause(
                    "too-many-failed",
                    wave.notUpdated() + " of " + wave.answered() + " devices that came late and answered failed");
        }
        int canary = rollout.plan().canary();
        int room = all.good() >= canary ? MOST_PER_STEP : Math.min(MOST_PER_STEP, canary - all.open());
        List<Offers.To> late = room <= 0 ? List.of() : returnedAndNew(room);
        if (late.isEmpty()) {
            return false;
        }
        int number = lateWave();
        if (number != rollout.wave()) {
            drafts.add(Rollouts.draft(rollout.id(), now, BY, new WaveOpened(number, late.size())));
        }
        return offer(late, number);
    }

    /** What was paused among the late ones goes on, and is finished again when nobody is out. */
    private boolean lateRunning() {
        if (!open()) {
            return false;
        }
        int before = drafts.size();
        boolean more = late();
        boolean quiet = drafts.size() == before;
        if (quiet && wave.open() == 0 && !Pace.holds(rollout, all, known, now)) {
            finish();
        }
        return more;
    }

    /** A wave whose failures somebody accepted takes no new devices: theirs are counted anew. */
    private int lateWave() {
        if (!rollout.late()) {
            return rollout.plan().lastWave() + 1;
        }
        return rollout.wave() <= rollout.acceptedWave() ? rollout.wave() + 1 : rollout.wave();
    }

    private List<Offers.To> returnedAndNew(int most) {
        List<Offers.To> to = new ArrayList<>();
        known.returned(rollout, Math.min(most, room())).forEach(target -> to.add(Offers.To.again(target)));
        Optional<Instant> before = rollout.plan().ongoing() ? Optional.empty() : rollout.finishedAt();
        to.addAll(Offers.first(candidates(to.size(), most - to.size(), before)));
        return to;
    }

    private List<DeviceId> candidates(int most, Optional<Instant> registeredBefore) {
        return candidates(0, most, registeredBefore);
    }

    /** @param taken offers that this step makes besides */
    private List<DeviceId> candidates(int taken, int most, Optional<Instant> registeredBefore) {
        int room = Math.min(most, room() - taken);
        return room <= 0 ? List.of() : known.candidates(rollout, registeredBefore, room);
    }

    private int room() {
        return Pace.room(rollout, all, known, now);
    }

    /** Whether offers are made now. */
    private boolean open() {
        return rollout.plan().terms().open(now);
    }

    /**
     * Offers to who comes while a wave is open: to everybody in the last one, up to its share in the others, whatever made it
     * smaller than that. The answer is how many.
     */
    private int fill(int number) {
        List<Offers.To> more;
        if (number == rollout.plan().lastWave()) {
            more = returnedAndNew(MOST_PER_STEP);
        } else {
            int missing = Math.min(
                    rollout.plan().reach(number, known.devices(rollout)) - (all.all() - all.left()),
                    MOST_IN_WAVE - (wave.all() - wave.left()));
            more = Offers.first(candidates(Math.min(missing, MOST_PER_STEP), Optional.empty()));
        }
        offer(more, number);
        return more.size();
    }

    private boolean offer(List<Offers.To> devices, int number) {
        for (Offers.To to : devices) {
            drafts.addAll(offers.offer(to, number));
        }
        return devices.size() == MOST_PER_STEP;
    }

    private Coverage coverage() {
        return known.coverage(rollout);
    }
}
