package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Event;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What updates know, in memory, folded from the entries that the desks write: rules are tested without a database. */
final class Fleet implements UpdateStore {
    static final ProductId PRODUCT = new ProductId("cam");
    static final String BY = "operator/anna";

    record Machine(DeviceState state, Target.Shown shown, Instant since) {}

    final Map<DeviceId, Machine> machines = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    final Map<String, Release> releases = new LinkedHashMap<>();
    final Map<String, Rollout> rollouts = new LinkedHashMap<>();
    final Map<String, Map<DeviceId, Target>> targets = new LinkedHashMap<>();
    final List<Draft> written = new ArrayList<>();
    final List<Signer> signers = new ArrayList<>();
    boolean product = true;
    Instant now = Instant.parse("2026-11-21T12:00:00Z");

    String release(long sequence) {
        String version = sequence + ".0";
        Artifact envelope = new Artifact("%064x".formatted(sequence), 300);
        Release release = new Release("cam-" + version, PRODUCT, version, sequence, envelope, List.of(), "signer", now);
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
            if (!run(Advance.step(rollout, Artifact::sha256, this, now))) {
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
                change(id, RolloutState.PAUSED, paused.reason(), paused.detail(), Optional.empty());
            case RolloutStopped stopped -> change(id, RolloutState.STOPPED, stopped.reason(), "", Optional.empty());
            case RolloutFinished finished ->
                change(id, RolloutState.FINISHED, "", "", Optional.of(draft.effectiveAt()));
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
                s.acceptsClaims().orElseThrow());
        return new Rollout(
                id, releases.get(s.release()), plan, RolloutState.RUNNING, -1, -1, at, "", "", Optional.empty());
    }

    private static Rollout waved(Rollout r, RolloutState state, int wave, int accepted) {
        return new Rollout(
                r.id(), r.release(), r.plan(), state, wave, accepted, r.waveOpenedAt(), "", "", r.finishedAt());
    }

    private void change(String id, RolloutState state, String reason, String detail, Optional<Instant> finishedAt) {
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
                        r.finishedAt().or(() -> finishedAt)));
    }

    @Override
    public boolean hasProduct(ProductId product) {
        return this.product && product.equals(PRODUCT);
    }

    @Override
    public List<Signer> signers(ProductId product) {
        return signers;
    }

    @Override
    public Optional<Release> release(String id) {
        return Optional.ofNullable(releases.get(id));
    }

    @Override
    public Optional<Release> releaseOfEnvelope(String sha256) {
        return releases.values().stream()
                .filter(release -> release.envelope().sha256().equals(sha256))
                .findFirst();
    }

    @Override
    public long newestSequence(ProductId product) {
        return releases.values().stream().mapToLong(Release::sequence).max().orElse(-1);
    }

    @Override
    public Optional<Rollout> rollout(String id) {
        return Optional.ofNullable(rollouts.get(id));
    }

    @Override
    public Optional<Rollout> currentRollout(ProductId product) {
        return rollouts.values().stream()
                .filter(rollout -> rollout.state() != RolloutState.STOPPED)
                .reduce((a, b) -> b);
    }

    @Override
    public int rollouts() {
        return rollouts.size();
    }

    /** All of them: the rule itself says what changed. */
    @Override
    public List<Target> unsettled(Rollout rollout, Instant at, int most) {
        return in(rollout.id(), target -> Settling.of(target, rollout, at).isPresent(), most);
    }

    @Override
    public List<Target> returned(Rollout rollout, int most) {
        return in(
                rollout.id(),
                target -> target.life().inService()
                        && !target.shown().version().equals(rollout.release().version())
                        && ((target.state() == TargetState.OVERDUE && target.backAfterItsOrder())
                                || (target.state() == TargetState.LEFT
                                        && target.reason().startsWith("device-"))),
                most);
    }

    @Override
    public List<Target> withOpenOrders(String rollout, int most) {
        return in(rollout, target -> target.ended().isEmpty() && target.state() != TargetState.UPDATED, most);
    }

    @Override
    public List<Target> lost(String rollout, int most) {
        return in(
                rollout,
                target -> target.life().inService()
                        && switch (target.state()) {
                            case FAILED, FELL_BACK, OVERDUE, LEFT -> true;
                            default -> false;
                        },
                most);
    }

    @Override
    public Optional<Target> target(String rollout, DeviceId device) {
        return in(rollout, target -> target.device().equals(device), 1).stream().findFirst();
    }

    private List<Target> in(String rollout, Predicate<Target> which, int most) {
        return targets.get(rollout).values().stream()
                .map(this::live)
                .filter(which)
                .limit(most)
                .toList();
    }

    private Target live(Target t) {
        Machine machine = machines.get(t.device());
        return new Target(
                t.device(),
                t.wave(),
                t.attempt(),
                t.state(),
                t.order(),
                t.offeredAt(),
                t.saidAt(),
                machine.state(),
                machine.shown(),
                t.ended(),
                t.complaint(),
                t.reason(),
                t.detail());
    }

    @Override
    public WaveCount count(String rollout, int wave) {
        return tally(rollout, target -> target.wave() == wave);
    }

    @Override
    public WaveCount count(String rollout) {
        return tally(rollout, target -> true);
    }

    private WaveCount tally(String rollout, Predicate<Target> which) {
        Map<TargetState, Integer> tally = new EnumMap<>(TargetState.class);
        in(rollout, which, Integer.MAX_VALUE).forEach(target -> tally.merge(target.state(), 1, Integer::sum));
        return WaveCount.of(tally);
    }

    @Override
    public int devices(ProductId product) {
        return (int) machines.values().stream()
                .filter(machine -> machine.state().inService())
                .count();
    }

    @Override
    public Coverage coverage(Rollout rollout) {
        int devices = 0;
        int already = 0;
        int unseen = 0;
        for (Map.Entry<DeviceId, Machine> one : machines.entrySet()) {
            Machine machine = one.getValue();
            if (machine.state().inService()) {
                devices++;
                unseen += machine.shown().at().isEmpty() ? 1 : 0;
                boolean has = machine.shown().version().equals(rollout.release().version());
                already += has && !targets.get(rollout.id()).containsKey(one.getKey()) ? 1 : 0;
            }
        }
        return new Coverage(devices, already, unseen);
    }

    @Override
    public List<DeviceId> candidates(Rollout rollout, Optional<Instant> registeredBefore, int most) {
        return machines.entrySet().stream()
                .filter(one -> one.getValue().state().inService())
                .filter(one -> one.getValue().shown().at().isPresent()
                        || rollout.plan().acceptsClaims())
                .filter(one -> !one.getValue()
                        .shown()
                        .version()
                        .equals(rollout.release().version()))
                .filter(one -> registeredBefore
                        .filter(before -> one.getValue().since().isAfter(before))
                        .isEmpty())
                .map(Map.Entry::getKey)
                .filter(device -> !targets.get(rollout.id()).containsKey(device))
                .limit(most)
                .toList();
    }

    @Override
    public Optional<Release> attestedRelease(DeviceId device) {
        @Nullable Machine machine = machines.get(device);
        return machine == null
                ? Optional.empty()
                : releases.values().stream()
                        .filter(release ->
                                release.version().equals(machine.shown().version()))
                        .findFirst();
    }

    @Override
    public Optional<ProductId> productOf(DeviceId device) {
        return machines.containsKey(device) ? Optional.of(PRODUCT) : Optional.empty();
    }
}
