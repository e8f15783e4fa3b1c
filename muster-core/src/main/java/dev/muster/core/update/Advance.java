package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Event;
import dev.muster.format.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * One step of a rollout: count what evidence shows, give up what is overdue, pause what goes wrong, open the next wave,
 * offer. Safe to repeat: it decides from the registers, and its entries change them.
 */
public final class Advance {
    /** Devices that one step looks at and offers to: keeps a transaction short. The next step takes the rest. */
    public static final int MOST_PER_STEP = 500;

    /** Devices of a wave before the last: they are all offered when it opens, in one transaction. */
    static final int MOST_IN_WAVE = RolloutPlan.MOST_CANARY;

    private static final String BY = "muster";

    private final Rollout rollout;
    private final UpdateStore known;
    private final Instant now;
    private final Function<Artifact, String> url;
    private final List<Draft> drafts = new ArrayList<>();
    private WaveCount wave;

    private Advance(Rollout rollout, UpdateStore known, Instant now, Function<Artifact, String> url) {
        this.rollout = rollout;
        this.known = known;
        this.now = now;
        this.url = url;
        this.wave = known.count(rollout.id(), rollout.wave());
    }

    /**
     * @param url where a device of this organisation fetches an artifact
     * @return whether another step at once would find more to do
     */
    public static Decision<Boolean> step(String id, Function<Artifact, String> url, UpdateStore known, Instant now) {
        Rollout rollout = known.rollout(id).orElse(null);
        if (rollout == null || rollout.state() == RolloutState.STOPPED) {
            return Decision.of(false);
        }
        Advance advance = new Advance(rollout, known, now, url);
        boolean more = advance.step();
        return Decision.of(more, advance.drafts);
    }

    private boolean step() {
        List<Target> unsettled = known.unsettled(rollout.id(), MOST_PER_STEP);
        unsettled.forEach(this::settle);
        return switch (rollout.state()) {
            case STOPPED, PAUSED -> false;
            case FINISHED -> offer(newcomers());
            case RUNNING -> proceed();
        };
    }

    private void settle(Target target) {
        if (target.attestedVersion().equals(rollout.release().version())) {
            shown(target);
        } else if (target.state() == TargetState.UPDATED) {
            settled(
                    target,
                    TargetState.FELL_BACK,
                    target.attestedAt().orElse(now),
                    new DeviceFellBack(rollout.id(), rollout.release().id(), target.attestedVersion()));
        } else if (target.complaint().isPresent()) {
            Target.Complaint complaint = target.complaint().get();
            settled(
                    target,
                    TargetState.FAILED,
                    now,
                    new DeviceFailed(rollout.id(), rollout.release().id(), complaint.reason(), complaint.detail()));
        } else if (target.state() != TargetState.OVERDUE
                && target.state() != TargetState.FELL_BACK
                && now.isAfter(target.offeredAt().plus(rollout.plan().deadline()))) {
            overdue(target);
        }
    }

    private void shown(Target target) {
        Instant shown = target.attestedAt().orElse(now);
        long latency = Math.max(
                0, shown.getEpochSecond() - rollout.release().publishedAt().getEpochSecond());
        settled(
                target,
                TargetState.UPDATED,
                shown,
                new DeviceUpdated(
                        rollout.id(), rollout.release().id(), rollout.release().version(), latency));
    }

    private void overdue(Target target) {
        if (target.state() == TargetState.REPORTED) {
            settled(
                    target,
                    TargetState.FAILED,
                    now,
                    new DeviceFailed(
                            rollout.id(),
                            rollout.release().id(),
                            "never-attested",
                            "it reported success, but no evidence of it came before the deadline"));
        } else {
            settled(
                    target,
                    TargetState.OVERDUE,
                    now,
                    new DeviceOverdue(rollout.id(), rollout.release().id()));
        }
    }

    private void settled(Target target, TargetState state, Instant at, Event event) {
        if (target.wave() == rollout.wave()) {
            wave = wave.moved(target.state(), state);
        }
        drafts.add(new Draft(target.device().subject(), at, BY, event));
    }

    private boolean proceed() {
        int open = rollout.wave();
        if (open < 0) {
            return open(0);
        }
        boolean accepted = open <= rollout.acceptedWave();
        if (!accepted && tooManyFailed()) {
            return pause(
                    "too-many-failed",
                    wave.notUpdated() + " of " + wave.answered() + " devices that answered failed, in wave " + open);
        }
        if (wave.open() > 0) {
            return open == rollout.plan().lastWave() && offer(newcomers());
        }
        if (!accepted && wave.all() > 0 && wave.answered() == 0) {
            return pause("nobody-answered", "none of the " + wave.all() + " devices of wave " + open + " answered");
        }
        if (!accepted && tooFewUpdated()) {
            return pause(
                    "too-few-updated",
                    wave.updated() + " of " + wave.answered() + " devices that answered were updated, in wave " + open);
        }
        if (open < rollout.plan().lastWave()) {
            return open(open + 1);
        }
        List<DeviceId> late = newcomers();
        if (!late.isEmpty()) {
            return offer(late);
        }
        finish();
        return false;
    }

    /** While devices are still out, a failure counts against the whole wave, so one early failure of many does not pause. */
    private boolean tooManyFailed() {
        int of = wave.open() > 0 ? wave.all() - wave.overdue() : wave.answered();
        return wave.notUpdated() * 100L > (long) rollout.plan().mostFailedPercent() * of;
    }

    private boolean tooFewUpdated() {
        return wave.updated() * 100L < (long) rollout.plan().leastUpdatedPercent() * wave.answered();
    }

    private boolean pause(String reason, String detail) {
        drafts.add(Rollouts.draft(rollout.id(), now, BY, new RolloutPaused(reason, detail)));
        return false;
    }

    private void finish() {
        WaveCount all = known.count(rollout.id());
        int updated = all.updated();
        int failed = all.notUpdated();
        int overdue = all.overdue();
        for (Draft draft : drafts) {
            updated += draft.event() instanceof DeviceUpdated ? 1 : 0;
            failed += draft.event() instanceof DeviceFailed ? 1 : 0;
            overdue += draft.event() instanceof DeviceOverdue ? 1 : 0;
        }
        drafts.add(Rollouts.draft(rollout.id(), now, BY, new RolloutFinished(updated, failed, overdue)));
    }

    /** Opens a wave and makes its offers. A wave of nobody is opened too: the next step goes on from it. */
    private boolean open(int number) {
        int total = known.devices(rollout.release().product());
        int already = known.count(rollout.id()).all();
        int room = Math.max(0, rollout.plan().reach(number, total) - already);
        boolean last = number == rollout.plan().lastWave();
        List<DeviceId> devices = candidates(last ? MOST_PER_STEP : Math.min(room, MOST_IN_WAVE));
        drafts.add(Rollouts.draft(rollout.id(), now, BY, new WaveOpened(number, devices.size())));
        offer(devices, number);
        return devices.isEmpty() || last;
    }

    private List<DeviceId> newcomers() {
        return candidates(MOST_PER_STEP);
    }

    private List<DeviceId> candidates(int most) {
        return most == 0
                ? List.of()
                : known.candidates(
                        rollout.id(),
                        rollout.release().product(),
                        rollout.release().version(),
                        most);
    }

    private boolean offer(List<DeviceId> devices) {
        offer(devices, rollout.wave());
        return devices.size() == MOST_PER_STEP;
    }

    private void offer(List<DeviceId> devices, int number) {
        Artifact envelope = rollout.release().envelope();
        for (DeviceId device : devices) {
            String order = orderId(device);
            drafts.add(OrderDesk.issue(
                    device, order, Rollouts.install(envelope, url.apply(envelope)), "rollout", BY, now));
            drafts.add(new Draft(
                    device.subject(),
                    now,
                    BY,
                    new DeviceOffered(rollout.id(), rollout.release().id(), number, order)));
        }
    }

    /** The same device in the same rollout has the same order, however often the step runs. */
    private String orderId(DeviceId device) {
        byte[] hash = Sha256.of(device.value().getBytes(StandardCharsets.UTF_8));
        return rollout.id() + "." + HexFormat.of().formatHex(hash, 0, 8);
    }
}
