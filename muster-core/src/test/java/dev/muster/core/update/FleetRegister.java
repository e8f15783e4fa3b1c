package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Draft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The registers of {@link Fleet}, and what the desks ask of them. */
abstract class FleetRegister implements UpdateStore {
    /** Of all rollouts together; 0 for any number. */
    long bytesPerHour;

    static final ProductId PRODUCT = new ProductId("cam");

    record Machine(DeviceState state, Target.Shown shown, Instant since) {}

    final Map<DeviceId, Machine> machines = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    final Map<String, Release> releases = new LinkedHashMap<>();
    final Map<String, Rollout> rollouts = new LinkedHashMap<>();
    final Map<String, Map<DeviceId, Target>> targets = new LinkedHashMap<>();
    final List<Draft> written = new ArrayList<>();
    final Set<DeviceId> held = new HashSet<>();
    final List<Signer> signers = new ArrayList<>(List.of(new Signer("acme", "signer", new byte[0], SignerMay.USUAL)));
    boolean product = true;
    Instant now = Instant.parse("2026-11-21T12:00:00Z");

    @Override
    public boolean hasProduct(ProductId product) {
        return this.product && product.equals(PRODUCT);
    }

    @Override
    public List<Signer> signers(ProductId product) {
        return signers;
    }

    @Override
    public Optional<byte[]> newestKeyList(ProductId product) {
        return Optional.empty();
    }

    @Override
    public int signersNeeded(ProductId product) {
        return 1;
    }

    @Override
    public Optional<String> newestVersion(ProductId product) {
        return releases.values().stream()
                .max(Comparator.comparingLong(Release::sequence))
                .map(Release::version);
    }

    @Override
    public List<DeviceClasses.Reported> deviceClasses(ProductId product) {
        return List.of();
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
    public List<Rollout> active() {
        return rollouts.values().stream()
                .filter(rollout -> rollout.state() != RolloutState.STOPPED)
                .toList();
    }

    @Override
    public boolean held(DeviceId device) {
        return held.contains(device);
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
                        && !held.contains(target.device())
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
                        && !held.contains(target.device())
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

    final List<Target> in(String rollout, Predicate<Target> which, int most) {
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
    public int offeredSince(String rollout, Instant since) {
        return (int) targets.getOrDefault(rollout, Map.of()).values().stream()
                .filter(target -> target.offeredAt().isAfter(since))
                .count();
    }

    @Override
    public long bytesPerHour() {
        return bytesPerHour;
    }

    @Override
    public long bytesOfferedSince(Instant since) {
        return targets.keySet().stream()
                .mapToLong(id -> offeredSince(id, since)
                        * rollout(id).orElseThrow().release().bytes())
                .sum();
    }

    @Override
    public int devices(Rollout rollout) {
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
                .filter(one -> one.getValue().state().inService() && !held.contains(one.getKey()))
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
