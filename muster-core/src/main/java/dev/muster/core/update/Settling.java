package dev.muster.core.update;

import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Event;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a device in a rollout: a pure function of everything the ledger knows about it. Evidence goes before
 * words, words before silence.
 *
 * @param state what it is now
 * @param at when that came to be true
 * @param event what says so
 */
record Settling(TargetState state, Instant at, Event event) {

    /** Empty when nothing changed. */
    static Optional<Settling> of(Target target, Rollout rollout, Instant now) {
        Release release = rollout.release();
        Instant shown = target.shown().at().orElse(now);
        if (target.shown().version().equals(release.version())) {
            return target.state() == TargetState.UPDATED
                    ? Optional.empty()
                    : Optional.of(new Settling(TargetState.UPDATED, shown, updated(rollout, shown, target.state())));
        }
        if (target.state() == TargetState.UPDATED) {
            boolean other =
                    target.shown().contradicts() || !target.shown().version().isEmpty();
            return other
                    ? Optional.of(new Settling(
                            TargetState.FELL_BACK,
                            shown,
                            new DeviceFellBack(
                                    rollout.id(), release.id(), target.shown().version())))
                    : Optional.empty();
        }
        return switch (target.state()) {
            case OFFERED, REPORTED -> open(target, rollout, now);
            case OVERDUE, LEFT, CLAIMED -> contradiction(target, rollout).or(() -> complaint(target, rollout, now));
            case UPDATED, FAILED, FELL_BACK -> Optional.empty();
        };
    }

    private static DeviceUpdated updated(Rollout rollout, Instant shown, TargetState state) {
        Release release = rollout.release();
        long latency =
                Math.max(0, shown.getEpochSecond() - release.publishedAt().getEpochSecond());
        boolean ordered = state == TargetState.OFFERED || state == TargetState.REPORTED || state == TargetState.CLAIMED;
        return new DeviceUpdated(rollout.id(), release.id(), release.version(), latency, Optional.of(ordered));
    }

    private static Optional<Settling> open(Target target, Rollout rollout, Instant now) {
        return contradiction(target, rollout)
                .or(() -> complaint(target, rollout, now))
                .or(() -> ended(target, rollout))
                .or(() -> left(target, rollout, now))
                .or(() -> said(target, rollout, now))
                .or(() -> late(target, rollout, now));
    }

    /** Only evidence from after the offer: what came before was known when it was made. */
    private static Optional<Settling> contradiction(Target target, Rollout rollout) {
        return target.shown().contradicts()
                ? target.shown()
                        .at()
                        .filter(at -> at.isAfter(target.offeredAt()))
                        .map(at -> failed(rollout, at, "contradicted", "its evidence contradicts the reference values"))
                : Optional.empty();
    }

    private static Optional<Settling> complaint(Target target, Rollout rollout, Instant now) {
        return target.complaint().map(complaint -> failed(rollout, now, complaint.reason(), complaint.detail()));
    }

    private static Optional<Settling> ended(Target target, Rollout rollout) {
        if (target.ended().isEmpty()) {
            return Optional.empty();
        }
        Target.Ended end = target.ended().get();
        return switch (end.outcome()) {
            case REFUSED, FAILED -> Optional.of(failed(rollout, end.at(), reason(end), end.detail()));
            // Leaving service takes the order back; whoever is back by now left all the same.
            case WITHDRAWN -> Optional.of(left(rollout, end.at(), leftBecause(target, end)));
            // A device that said that it is done is waited for by its word.
            case EXPIRED -> target.saidAt().isPresent() ? Optional.empty() : Optional.of(expired(rollout, end.at()));
            case DONE -> Optional.empty();
        };
    }

    private static String leftBecause(Target target, Target.Ended end) {
        if (end.reason().equals(Holds.REASON)) {
            return Holds.REASON;
        }
        return target.life().inService() && !end.detail().startsWith("device is ")
                ? "order-withdrawn"
                : "device-" + target.life().word();
    }

    private static String reason(Target.Ended end) {
        if (!end.reason().isEmpty()) {
            return end.reason();
        }
        return end.outcome() == OrderOutcome.REFUSED ? "order-refused" : "order-failed";
    }

    private static Optional<Settling> left(Target target, Rollout rollout, Instant now) {
        return target.life().inService()
                ? Optional.empty()
                : Optional.of(left(rollout, now, "device-" + target.life().word()));
    }

    private static Optional<Settling> said(Target target, Rollout rollout, Instant now) {
        if (target.saidAt().isEmpty()) {
            return Optional.empty();
        }
        Instant said = target.saidAt().get();
        if (rollout.plan().acceptsClaims() && target.shown().at().isEmpty()) {
            return Optional.of(new Settling(
                    TargetState.CLAIMED,
                    said,
                    new DeviceClaimed(rollout.id(), rollout.release().id())));
        }
        return now.isAfter(said.plus(rollout.plan().proof()))
                ? Optional.of(failed(
                        rollout,
                        now,
                        "never-attested",
                        "it reported success, but no evidence of it came within "
                                + rollout.plan().proof()))
                : Optional.empty();
    }

    private static Optional<Settling> late(Target target, Rollout rollout, Instant now) {
        boolean late = target.saidAt().isEmpty()
                && now.isAfter(target.offeredAt().plus(rollout.plan().deadline()));
        return late
                ? Optional.of(new Settling(
                        TargetState.OVERDUE,
                        now,
                        new DeviceOverdue(rollout.id(), rollout.release().id(), Optional.of("no-answer"))))
                : Optional.empty();
    }

    private static Settling expired(Rollout rollout, Instant at) {
        return new Settling(
                TargetState.OVERDUE,
                at,
                new DeviceOverdue(rollout.id(), rollout.release().id(), Optional.of("order-expired")));
    }

    private static Settling failed(Rollout rollout, Instant at, String reason, String detail) {
        return new Settling(
                TargetState.FAILED,
                at,
                new DeviceFailed(rollout.id(), rollout.release().id(), reason, detail));
    }

    private static Settling left(Rollout rollout, Instant at, String reason) {
        return new Settling(
                TargetState.LEFT,
                at,
                new DeviceLeft(rollout.id(), rollout.release().id(), reason));
    }

    Draft draft(Target target) {
        return new Draft(target.device().subject(), at, Advance.BY, event);
    }
}
