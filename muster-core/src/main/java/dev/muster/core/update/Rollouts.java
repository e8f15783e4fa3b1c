package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.ledger.Subject;
import dev.muster.format.devices.orders.InstallTerms;
import dev.muster.format.devices.orders.OrderAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The desk for rollouts: what people ask for. What happens by itself is in {@link Advance}. */
public final class Rollouts {
    /** Orders that one stop takes back at once; the driver takes back the rest. */
    static final int MOST_WITHDRAWN = 10_000;

    /** What became of a request. */
    public sealed interface Answer {
        record Done(String rollout, RolloutState state) implements Answer {}

        /** Devices that were offered the release once more. */
        record Offered(String rollout, List<DeviceId> devices) implements Answer {}

        record Refused(Refusal refusal) implements Answer {}
    }

    private Rollouts() {}

    /**
     * Starts a rollout. A rollout of the same product that is still there is stopped: the newer one supersedes it. A release
     * whose rollout has finished may be rolled out again.
     */
    public static Decision<Answer> start(
            String releaseId, RolloutPlan plan, String by, UpdateStore known, Instant now) {
        var release = known.release(releaseId);
        if (release.isEmpty()) {
            return refuse(Kind.ABSENT, "release-unknown", "no release " + releaseId);
        }
        ProductId product = release.get().product();
        if (!ReleaseKeys.signed(release.get(), known.signers(product), known.signersNeeded(product))) {
            return refuse(
                    Kind.CONFLICT, "signer-revoked", "too few keys signed it that still are accepted for " + product);
        }
        long most = plan.terms().mostBytesPerHour();
        if (most > 0 && most < release.get().bytes()) {
            return refuse(
                    Kind.INVALID,
                    "pace-below-release",
                    "the release has " + release.get().bytes() + " bytes: nobody could be offered it");
        }
        List<Draft> drafts = new ArrayList<>();
        var current = known.currentRollout(release.get().product());
        if (current.isPresent()) {
            Rollout old = current.get();
            if (old.release().id().equals(releaseId) && old.state() != RolloutState.FINISHED) {
                return refuse(Kind.CONFLICT, "already-rolling-out", "rollout " + old.id() + " does this already");
            }
            if (old.release().sequence() > release.get().sequence()) {
                return refuse(
                        Kind.CONFLICT,
                        "older-release",
                        "rollout " + old.id() + " is of a newer release; stop it first");
            }
            drafts.addAll(stop(old, new Stopping("superseded", ""), MOST_WITHDRAWN, by, known, now));
        }
        String id = "ro-" + (known.rollouts() + 1);
        drafts.add(new Draft(new Subject(Rollout.KIND, id), now, by, started(release.get(), plan)));
        return Decision.of(new Answer.Done(id, RolloutState.RUNNING), drafts);
    }

    private static RolloutStarted started(Release release, RolloutPlan plan) {
        return new RolloutStarted(
                release.id(),
                release.product().value(),
                plan.canary(),
                plan.steps(),
                plan.limits().mostFailed(),
                plan.limits().leastUpdated(),
                plan.deadline().toSeconds(),
                Optional.of(plan.limits().leastAnswered()),
                Optional.of(plan.proof().toSeconds()),
                Optional.of(plan.ongoing()),
                Optional.of(plan.acceptsClaims()),
                Optional.of(plan.terms().firmness().word()),
                plan.terms().window().map(Window::text),
                Optional.of(plan.terms().mostAtOnce()),
                said(plan.terms().risk()),
                Optional.of(plan.terms().mostBytesPerHour()),
                said(plan.terms().group()));
    }

    /** @param why in the words of whoever asks; empty when nothing was said */
    public static Decision<Answer> pause(String id, String why, String by, UpdateStore known, Instant now) {
        var rollout = known.rollout(id);
        if (rollout.isEmpty()) {
            return refuse(Kind.ABSENT, "rollout-unknown", "no rollout " + id);
        }
        return switch (rollout.get().state()) {
            case RUNNING ->
                Decision.of(
                        new Answer.Done(id, RolloutState.PAUSED),
                        draft(
                                id,
                                now,
                                by,
                                new RolloutPaused("operator", "paused by " + by + (why.isEmpty() ? "" : ": " + why))));
            case PAUSED -> Decision.of(new Answer.Done(id, RolloutState.PAUSED));
            case FINISHED, STOPPED ->
                refuse(
                        Kind.CONFLICT,
                        "rollout-over",
                        "the rollout is " + rollout.get().state().word());
        };
    }

    /** @param why as for {@link #pause} */
    public static Decision<Answer> resume(String id, String why, String by, UpdateStore known, Instant now) {
        var rollout = known.rollout(id);
        if (rollout.isEmpty()) {
            return refuse(Kind.ABSENT, "rollout-unknown", "no rollout " + id);
        }
        return switch (rollout.get().state()) {
            case PAUSED ->
                Decision.of(
                        new Answer.Done(id, RolloutState.RUNNING),
                        draft(id, now, by, new RolloutResumed(rollout.get().wave(), said(why))));
            case RUNNING -> Decision.of(new Answer.Done(id, RolloutState.RUNNING));
            case FINISHED, STOPPED ->
                refuse(
                        Kind.CONFLICT,
                        "rollout-over",
                        "the rollout is " + rollout.get().state().word());
        };
    }

    /**
     * Stops for good and takes open orders back; a device that already has its order may still act on it.
     *
     * @param why as for {@link #pause}
     */
    public static Decision<Answer> stop(String id, String why, String by, UpdateStore known, Instant now) {
        var rollout = known.rollout(id);
        if (rollout.isEmpty()) {
            return refuse(Kind.ABSENT, "rollout-unknown", "no rollout " + id);
        }
        if (rollout.get().state() == RolloutState.STOPPED) {
            return Decision.of(new Answer.Done(id, RolloutState.STOPPED));
        }
        return Decision.of(
                new Answer.Done(id, RolloutState.STOPPED),
                stop(rollout.get(), new Stopping("operator", why), MOST_WITHDRAWN, by, known, now));
    }

    /** Stops everything that is offered in the organisation. */
    public static Decision<Answer> stopAll(String why, String by, UpdateStore known, Instant now) {
        List<Draft> drafts = new ArrayList<>();
        for (Rollout rollout : known.active()) {
            drafts.addAll(stop(rollout, new Stopping("everything", why), MOST_WITHDRAWN, by, known, now));
        }
        return Decision.of(new Answer.Done("all", RolloutState.STOPPED), drafts);
    }

    /**
     * Offers the release once more to devices of the rollout that have not got it or lost it: those that fell back, failed,
     * were overdue or left. It is an offer of the wave that is open, and counts in it.
     *
     * @param device which one; empty for all of them, at most {@link Advance#MOST_PER_STEP} at a time
     * @param url where a device of this organisation fetches an artifact
     */
    public static Decision<Answer> again(
            String id,
            Optional<DeviceId> device,
            Function<Artifact, String> url,
            String by,
            UpdateStore known,
            Instant now) {
        Rollout rollout = known.rollout(id).orElse(null);
        if (rollout == null) {
            return refuse(Kind.ABSENT, "rollout-unknown", "no rollout " + id);
        }
        if (rollout.state() == RolloutState.STOPPED || rollout.state() == RolloutState.PAUSED) {
            return refuse(
                    Kind.CONFLICT,
                    "rollout-" + rollout.state().word(),
                    "a rollout that is " + rollout.state().word() + " makes no offers");
        }
        List<Target> targets;
        if (device.isEmpty()) {
            targets = known.lost(id, Advance.MOST_PER_STEP);
        } else {
            Target one = known.target(id, device.get()).orElse(null);
            if (one == null) {
                return refuse(Kind.ABSENT, "target-unknown", device.get() + " is not in rollout " + id);
            }
            if (!again(one.state())) {
                return refuse(
                        Kind.CONFLICT,
                        "target-" + one.state().word(),
                        device.get() + " is " + one.state().word());
            }
            if (known.held(one.device())) {
                return refuse(Kind.CONFLICT, Holds.REASON, one.device() + " is held");
            }
            if (!one.life().inService()) {
                return refuse(Kind.CONFLICT, "device-" + one.life().word(), device.get() + " is not in service");
            }
            targets = List.of(one);
        }
        Offers offers = new Offers(rollout, url, by, now);
        List<Draft> drafts = new ArrayList<>();
        targets.forEach(target -> drafts.addAll(offers.offer(Offers.To.again(target), rollout.wave())));
        return Decision.of(
                new Answer.Offered(id, targets.stream().map(Target::device).toList()), drafts);
    }

    /** Whether a device in this state has not what it should have and is not on its way to it. */
    private static boolean again(TargetState state) {
        return switch (state) {
            case FAILED, FELL_BACK, OVERDUE, LEFT -> true;
            case OFFERED, REPORTED, UPDATED, CLAIMED -> false;
        };
    }

    /**
     * Asks one device to install one envelope outside of any rollout, to see it refuse: a drill with a tampered or foreign
     * envelope, or a repair.
     *
     * @param envelope in the store
     */
    public static Decision<Answer> drill(
            DeviceId device, Artifact envelope, String url, String by, UpdateStore known, Instant now) {
        if (known.productOf(device).isEmpty()) {
            return refuse(Kind.ABSENT, "device-unknown", "no device " + device);
        }
        String order = "drill-" + envelope.sha256().substring(0, 16) + "-" + now.toEpochMilli();
        return Decision.of(
                new Answer.Done(order, RolloutState.RUNNING),
                OrderDesk.issue(device, order, install(envelope, url, InstallTerms.NONE), "drill", by, now));
    }

    /**
     * Why a rollout stops.
     *
     * @param reason a stable code
     * @param why somebody's words; empty when nobody said any
     */
    record Stopping(String reason, String why) {}

    private static Optional<String> said(String why) {
        return why.isEmpty() ? Optional.empty() : Optional.of(why);
    }

    static OrderAction install(Artifact envelope, String url, InstallTerms terms) {
        return new OrderAction.Install(url, HexFormat.of().parseHex(envelope.sha256()), terms);
    }

    static Draft draft(String rollout, Instant now, String by, Event event) {
        return new Draft(new Subject(Rollout.KIND, rollout), now, by, event);
    }

    /** Takes back so many open orders, and says whether there are more. */
    static List<Draft> stop(Rollout rollout, Stopping stopping, int most, String by, UpdateStore known, Instant now) {
        List<Target> open = known.withOpenOrders(rollout.id(), most);
        List<Draft> drafts = new ArrayList<>();
        drafts.add(draft(
                rollout.id(),
                now,
                by,
                new RolloutStopped(stopping.reason(), Optional.of(open.size() == most), said(stopping.why()))));
        Offers offers = new Offers(rollout, Artifact::sha256, by, now);
        open.stream()
                .filter(target -> target.state() != TargetState.REPORTED)
                .forEach(target -> drafts.add(offers.withdraw(target, "rollout-stopped")));
        return drafts;
    }

    private static Decision<Answer> refuse(Kind kind, String code, String detail) {
        return Decision.of(new Answer.Refused(new Refusal(kind, code, detail)));
    }
}
