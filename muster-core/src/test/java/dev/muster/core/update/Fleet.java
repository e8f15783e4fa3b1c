package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Event;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What updates know, in memory, folded from the entries that the desks write: rules are tested without a database. */
final class Fleet extends FleetRegister {
    static final String BY = "operator/anna";

    String release(long sequence) {
        String version = sequence + ".0";
        Artifact envelope = new Artifact("%064x".formatted(sequence), 300);
        Release release = new Release(
                "cam-" + version,
                PRODUCT,
                version,
                sequence,
                envelope,
                List.of(),
                "signer",
                List.of("signer"),
                Optional.empty(),
                now);
        releases.put(release.id(), release);
        return release.id();
    }

    DeviceId device(String id, String version) {
        DeviceId device = new DeviceId(id);
        machines.put(device, new Machine(DeviceState.OPERATIONAL, Target.Shown.NOTHING, now));
        if (!version.isEmpty()) {
            shows(device, version);
        }
        return device;
    }

    void devices(int count) {
        for (int i = 0; i < count; i++) {
            device("cam-" + i, "1.0");
        }
    }

    void shows(DeviceId device, String version) {
        shown(device, new Target.Shown(version, Optional.of(now), false));
    }

    void contradicts(DeviceId device) {
        shown(device, new Target.Shown("", Optional.of(now), true));
    }

    private void shown(DeviceId device, Target.Shown shown) {
        Machine machine = machines.get(device);
        machines.put(device, new Machine(machine.state(), shown, machine.since()));
    }

    void becomes(DeviceId device, DeviceState state) {
        Machine machine = machines.get(device);
        machines.put(device, new Machine(state, machine.shown(), machine.since()));
    }

    void says(String rollout, DeviceId device) {
        Target old = of(rollout, device);
        put(rollout, with(old, TargetState.REPORTED, Optional.of(now), old.ended(), old.complaint(), "", ""));
    }

    void complains(String rollout, DeviceId device, String reason) {
        Target old = of(rollout, device);
        put(
                rollout,
                with(
                        old,
                        old.state(),
                        old.saidAt(),
                        old.ended(),
                        Optional.of(new Target.Complaint(reason, "why")),
                        "",
                        ""));
    }

    void closes(String rollout, DeviceId device, OrderOutcome outcome, String reason) {
        fold(new Draft(
                device.subject(),
                now,
                device.subject().text(),
                new OrderClosed(of(rollout, device).order(), OrderKind.INSTALL, outcome, reason, "", "", "")));
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    <A> A run(Decision<A> decision) {
        written.addAll(decision.drafts());
        decision.drafts().forEach(this::fold);
        return decision.answer();
    }

    String start(String release, RolloutPlan plan) {
        return ((Rollouts.Answer.Done) run(Rollouts.start(release, plan, BY, this, now))).rollout();
    }

    void advance(String rollout) {
        for (int i = 0; i < 1000; i++) {
            Decision<Boolean> step = Advance.step(rollout, Artifact::sha256, this, now);
            boolean more = run(step);
            if (more && step.drafts().isEmpty()) {
                throw new AssertionError("a step that found nothing said that there is more");
            }
            if (!more
                    && !Advance.step(rollout, Artifact::sha256, this, now)
                            .drafts()
                            .isEmpty()) {
                throw new AssertionError("a step said that there is no more, and there was");
            }
            if (!more) {
                return;
            }
        }
        throw new AssertionError("the rollout never rests");
    }

    /** Every device with an open offer shows the version. */
    void offeredShow(String rollout, String version) {
        in(rollout, target -> target.state() == TargetState.OFFERED || target.state() == TargetState.REPORTED, 10_000)
                .forEach(target -> shows(target.device(), version));
        advance(rollout);
    }

    RolloutState state(String rollout) {
        return rollouts.get(rollout).state();
    }

    TargetState stateOf(String rollout, DeviceId device) {
        return of(rollout, device).state();
    }

    Target of(String rollout, DeviceId device) {
        return target(rollout, device).orElseThrow();
    }

    private void fold(Draft draft) {
        String id = draft.subject().id();
        switch (draft.event()) {
            case RolloutStarted started -> {
                rollouts.put(id, started(id, started, draft.effectiveAt()));
                targets.put(id, new TreeMap<>((a, b) -> a.value().compareTo(b.value())));
            }
            case RolloutPaused paused ->
                change(id, RolloutState.PAUSED, paused.reason(), paused.detail(), Optional.empty(), false);
            case RolloutStopped stopped ->
                change(
                        id,
                        RolloutState.STOPPED,
                        stopped.reason(),
                        "",
                        Optional.empty(),
                        stopped.more().orElse(false));
            case RolloutFinished finished ->
                change(id, RolloutState.FINISHED, "", "", Optional.of(draft.effectiveAt()), false);
            case RolloutResumed resumed -> {
                Rollout r = rollouts.get(id);
                rollouts.put(id, waved(r, RolloutState.RUNNING, r.wave(), resumed.acceptedWave()));
            }
            case WaveOpened opened -> {
                Rollout r = rollouts.get(id);
                rollouts.put(id, waved(r, r.state(), opened.wave(), r.acceptedWave()));
            }
            default -> device(new DeviceId(id), draft.event(), draft.effectiveAt());
        }
    }

    private void device(DeviceId device, Event event, Instant at) {
        switch (event) {
            case DeviceOffered offered -> offered(device, offered, at);
            case DeviceUpdated e -> settle(e.rollout(), device, TargetState.UPDATED, "");
            case DeviceFailed e -> settle(e.rollout(), device, TargetState.FAILED, e.reason());
            case DeviceOverdue e ->
                settle(e.rollout(), device, TargetState.OVERDUE, e.reason().orElse(""));
            case DeviceFellBack e -> settle(e.rollout(), device, TargetState.FELL_BACK, "");
            case DeviceLeft e -> settle(e.rollout(), device, TargetState.LEFT, e.reason());
            case DeviceClaimed e -> settle(e.rollout(), device, TargetState.CLAIMED, "");
            case OrderClosed closed -> closed(closed, at);
            case DeviceHeld e -> {
                if (e.held()) {
                    held.add(device);
                } else {
                    held.remove(device);
                }
            }
            default -> {}
        }
    }

    private void closed(OrderClosed closed, Instant at) {
        targets.forEach((rollout, all) -> List.copyOf(all.values()).forEach(target -> {
            if (target.order().equals(closed.order()) && target.ended().isEmpty()) {
                boolean done = closed.outcome() == OrderOutcome.DONE;
                put(
                        rollout,
                        with(
                                target,
                                done && target.state() != TargetState.UPDATED ? TargetState.REPORTED : target.state(),
                                done ? Optional.of(at) : target.saidAt(),
                                Optional.of(new Target.Ended(closed.outcome(), closed.reason(), closed.detail(), at)),
                                target.complaint(),
                                target.reason(),
                                target.detail()));
            }
        }));
    }

    private void offered(DeviceId device, DeviceOffered offered, Instant at) {
        Target old = targets.get(offered.rollout()).get(device);
        if (old != null && old.order().equals(offered.order())) {
            return;
        }
        put(
                offered.rollout(),
                new Target(
                        device,
                        offered.wave(),
                        old == null ? 1 : old.attempt() + 1,
                        TargetState.OFFERED,
                        offered.order(),
                        at,
                        Optional.empty(),
                        DeviceState.OPERATIONAL,
                        Target.Shown.NOTHING,
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        ""));
    }

    private void settle(String rollout, DeviceId device, TargetState state, String reason) {
        Target old = targets.get(rollout).get(device);
        put(rollout, with(old, state, old.saidAt(), old.ended(), old.complaint(), reason, ""));
    }

    private static Target with(
            Target old,
            TargetState state,
            Optional<Instant> saidAt,
            Optional<Target.Ended> ended,
            Optional<Target.Complaint> complaint,
            String reason,
            String detail) {
        return new Target(
                old.device(),
                old.wave(),
                old.attempt(),
                state,
                old.order(),
                old.offeredAt(),
                saidAt,
                old.life(),
                old.shown(),
                ended,
                complaint,
                reason,
                detail);
    }

    private void put(String rollout, Target target) {
        targets.get(rollout).put(target.device(), target);
    }

    private Rollout started(String id, RolloutStarted s, Instant at) {
        RolloutPlan plan = new RolloutPlan(
                s.canary(),
                s.steps(),
                new RolloutPlan.Limits(
                        s.mostFailedPercent(),
                        s.leastUpdatedPercent(),
                        s.leastAnsweredPercent().orElseThrow()),
                Duration.ofSeconds(s.deadlineSeconds()),
                Duration.ofSeconds(s.proofSeconds().orElseThrow()),
                s.ongoing().orElseThrow(),
                s.acceptsClaims().orElseThrow(),
                new Terms(
                        Firmness.ofWord(s.firmness().orElseThrow()).orElseThrow(),
                        s.window().map(Window::parse),
                        s.mostAtOnce().orElseThrow(),
                        "",
                        s.mostBytesPerHour().orElse(0L),
                        ""));
        return new Rollout(
                id, releases.get(s.release()), plan, RolloutState.RUNNING, -1, -1, at, "", "", Optional.empty(), false);
    }

    private static Rollout waved(Rollout r, RolloutState state, int wave, int accepted) {
        return new Rollout(
                r.id(), r.release(), r.plan(), state, wave, accepted, r.waveOpenedAt(), "", "", r.finishedAt(), false);
    }

    private void change(
            String id,
            RolloutState state,
            String reason,
            String detail,
            Optional<Instant> finishedAt,
            boolean draining) {
        Rollout r = rollouts.get(id);
        rollouts.put(
                id,
                new Rollout(
                        id,
                        r.release(),
                        r.plan(),
                        state,
                        r.wave(),
                        r.acceptedWave(),
                        r.waveOpenedAt(),
                        reason,
                        detail,
                        r.finishedAt().or(() -> finishedAt),
                        draining));
    }
}
