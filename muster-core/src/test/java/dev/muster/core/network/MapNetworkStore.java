package dev.muster.core.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.network.policy.Site;
import dev.muster.format.network.packet.Prefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store in memory that folds drafts as the real one folds entries. */
final class MapNetworkStore implements NetworkStore {
    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private final Map<DeviceId, MudUrlLearned> urls = new HashMap<>();
    private final Map<DeviceId, Map<String, OverrideSet>> overrides = new HashMap<>();
    private final Map<DeviceId, Map<String, VendorWindow>> windows = new HashMap<>();

    private final Map<DeviceId, GatewaySet> gateways = new HashMap<>();
    private final Map<DeviceId, GatewayAsked> asked = new HashMap<>();
    private final Map<DeviceId, GatewayHolds> held = new HashMap<>();
    private final Map<DeviceId, Told> seen = new HashMap<>();
    private final Map<DeviceId, ToldChanged> changed = new HashMap<>();

    <A> A apply(Decision<A> decision) {
        decision.drafts().stream()
                .filter(d -> d.event() instanceof NetworkEvent)
                .forEach(this::fold);
        return decision.answer();
    }

    private void fold(Draft draft) {
        String id = draft.subject().id();
        switch ((NetworkEvent) draft.event()) {
            case MudTaken taken -> put(id, taken, taken.waits() ? State.WAITING : State.IN_FORCE, draft.issuer());
            case MudAnswered answered -> {
                Kept it = kept.get(answered.digest());
                put(id, it.file(), answered.approved() ? State.IN_FORCE : State.REJECTED, it.by());
            }
            case MudUrlLearned learned -> urls.put(new DeviceId(id), learned);
            case OverrideSet set ->
                overrides
                        .computeIfAbsent(new DeviceId(id), d -> new LinkedHashMap<>())
                        .put(set.id(), set);
            case OverrideEnded ended -> overrides.get(new DeviceId(id)).remove(ended.id());
            case VendorWindow window ->
                windows.computeIfAbsent(new DeviceId(id), d -> new LinkedHashMap<>())
                        .put(window.order(), window);
            case GatewaySet set -> gateways.put(new DeviceId(id), set);
            case GatewayAsked last -> asked.put(new DeviceId(id), last);
            case FlowsSeen flows -> seen.put(new DeviceId(id), new Told(flows, draft.effectiveAt()));
            case GatewayHolds holds -> held.put(new DeviceId(id), holds);
            case RulesChanged said -> changed.put(new DeviceId(id), new ToldChanged(said, draft.effectiveAt()));
            case PolicySet _, MudRefused _, SiteSet _ -> {
                // Not of this store's tests.
            }
        }
    }

    private void put(String url, MudTaken file, State state, String by) {
        if (state == State.IN_FORCE) {
            kept.replaceAll((d, k) -> k.url().equals(url) && k.state() == State.IN_FORCE
                    ? new Kept(url, k.file(), State.REPLACED, k.by(), k.at())
                    : k);
        }
        kept.put(file.digest(), new Kept(url, file, state, by, Instant.EPOCH));
    }

    @Override
    public Optional<Wished> wished(DeviceId device) {
        return Optional.empty();
    }

    @Override
    public Optional<MudUrlLearned> url(DeviceId device) {
        return Optional.ofNullable(urls.get(device));
    }

    @Override
    public Optional<MudTaken> inForce(String url) {
        return kept.values().stream()
                .filter(k -> k.url().equals(url) && k.state() == State.IN_FORCE)
                .map(Kept::file)
                .findFirst();
    }

    @Override
    public Optional<Kept> kept(String digest) {
        return Optional.ofNullable(kept.get(digest));
    }

    @Override
    public List<OverrideSet> overrides(DeviceId device) {
        return new ArrayList<>(overrides.getOrDefault(device, Map.of()).values());
    }

    @Override
    public List<VendorWindow> windows(DeviceId device) {
        return new ArrayList<>(windows.getOrDefault(device, Map.of()).values());
    }

    @Override
    public Optional<GatewaySet> gateway(DeviceId gateway) {
        return Optional.ofNullable(gateways.get(gateway));
    }

    @Override
    public List<DeviceId> gatewaysOf(DeviceId device) {
        return gateways.entrySet().stream()
                .filter(e ->
                        e.getValue().behind().stream().anyMatch(b -> b.device().equals(device.value())))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Optional<GatewayAsked> gatewayAsked(DeviceId gateway) {
        return Optional.ofNullable(asked.get(gateway));
    }

    @Override
    public Optional<GatewayHolds> held(DeviceId device) {
        return Optional.ofNullable(held.get(device));
    }

    @Override
    public List<DeviceId> heldBy(DeviceId gateway) {
        return held.entrySet().stream()
                .filter(e -> e.getValue().gateway().equals(gateway.value())
                        && !e.getValue().policy().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Optional<ToldChanged> changed(DeviceId device) {
        return Optional.ofNullable(changed.get(device));
    }

    @Override
    public Optional<Told> flows(DeviceId device) {
        return Optional.ofNullable(seen.get(device));
    }

    @Override
    public Site site() {
        return new Site(
                List.of(), Map.of(Site.DNS, List.of(Prefix.parse("10.0.0.53").orElseThrow())), List.of());
    }
}
