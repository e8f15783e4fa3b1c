package dev.muster.core.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.network.policy.Site;
import dev.muster.format.network.nft.TlsRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the network topic must remember, for one organisation. */
public interface NetworkStore {
    /** More overrides of one device than this and nobody reads them. */
    int MAX_OVERRIDES = 64;

    /** The policy that was last asked for; empty when none ever was. */
    Optional<Wished> wished(DeviceId device);

    /**
     * A policy that was asked for.
     *
     * @param digest SHA-256 of its ruleset, hex
     */
    record Wished(String name, String digest) {}

    /** Where the device's description is. */
    default Optional<MudUrlLearned> url(DeviceId device) {
        return Optional.empty();
    }

    /** The description in force under this URL. */
    default Optional<MudTaken> inForce(String url) {
        return Optional.empty();
    }

    /** A description that was taken in, by its digest, with how it stands. */
    default Optional<Kept> kept(String digest) {
        return Optional.empty();
    }

    /**
     * A description and where it stands.
     *
     * @param by who brought it
     * @param at when it was taken in
     */
    record Kept(String url, MudTaken file, State state, String by, Instant at) {}

    /** Where a description stands. */
    enum State {
        IN_FORCE,
        WAITING,
        REPLACED,
        REJECTED
    }

    /** The overrides of a device that have not ended. */
    default List<OverrideSet> overrides(DeviceId device) {
        return List.of();
    }

    /** The windows of a device's work orders. */
    default List<VendorWindow> windows(DeviceId device) {
        return List.of();
    }

    /** What MUD's words mean here, with the devices whose place is known. */
    default Site site() {
        return new Site(List.of(), java.util.Map.of(), List.of());
    }

    /** What becomes of TLS that is not as a device's maker describes it. */
    default TlsRules.Mode tls() {
        return TlsRules.Mode.OBSERVE;
    }

    /** Who is behind a gateway; empty for a device that never was one. */
    default Optional<GatewaySet> gateway(DeviceId gateway) {
        return Optional.empty();
    }

    /** Before which gateway a device is; one at most unless a person is moving it. */
    default List<DeviceId> gatewaysOf(DeviceId device) {
        return List.of();
    }

    /** What a gateway was last asked for. */
    default Optional<GatewayAsked> gatewayAsked(DeviceId gateway) {
        return Optional.empty();
    }

    /** What a gateway last said of its rules for a device. */
    default Optional<GatewayHolds> held(DeviceId device) {
        return Optional.empty();
    }

    /** The devices of which a gateway last said that it guards them. */
    default List<DeviceId> heldBy(DeviceId gateway) {
        return List.of();
    }

    /** What a packet filter last saw of a device. */
    default Optional<Told> flows(DeviceId device) {
        return Optional.empty();
    }

    /** Something that was told, and when. */
    record Told(FlowsSeen seen, Instant at) {}

    /** What a device last said of changes of its rules, and when. */
    default Optional<ToldChanged> changed(DeviceId device) {
        return Optional.empty();
    }

    /** Changes that were told, and when. */
    record ToldChanged(RulesChanged said, Instant at) {}

    /** Overrides whose time is over, of all devices. */
    default List<Over> over(Instant now, int limit) {
        return List.of();
    }

    /** Something of a device that ended. */
    record Over(DeviceId device, String id) {}
}
