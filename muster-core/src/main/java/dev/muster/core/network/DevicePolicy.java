package dev.muster.core.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.network.policy.Basics;
import dev.muster.core.network.policy.MudPolicy;
import dev.muster.core.network.policy.Profiled;
import dev.muster.core.network.policy.Site;
import dev.muster.format.network.mud.MudReader;
import dev.muster.format.network.nft.RateRules;
import dev.muster.format.network.nft.TlsRules;
import dev.muster.format.network.packet.PacketSet;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The policy of one device as everything that is known says it: its state, its maker's description, what people said above
 * it, and the windows of work orders. The maker's description and what people permit make the set, what people forbid is
 * taken out of it, and this server stays in reach whatever anybody forbids: without it nobody could mend a mistake.
 */
public final class DevicePolicy {
    private DevicePolicy() {}

    /**
     * The policy, and what it is made of.
     *
     * @param permitted the packets that may open a flow; empty where nothing is restricted
     * @param digest of the description it rests on; empty for none
     * @param notes what a person should know, a sentence each
     * @param tls which connections only with TLS as the description says
     * @param rates how fast some may begin, without the device's name
     */
    public record Derived(
            Policy policy,
            Optional<PacketSet> permitted,
            String digest,
            List<String> notes,
            List<Profiled> tls,
            List<RateRules.Rule> rates) {
        public Derived {
            notes = List.copyOf(notes);
            tls = List.copyOf(tls);
            rates = List.copyOf(rates);
        }
    }

    /**
     * Derives it.
     *
     * @return empty for states that say nothing about the network
     */
    public static Optional<Derived> of(
            DeviceId device, DeviceState state, NetworkStore store, List<Endpoint> server, Instant now) {
        return switch (state) {
            case QUARANTINED, SAFE_STOP ->
                Optional.of(restricted(Policy.QUARANTINE, LocalRules.to(server), "", List.of()));
            case OPERATIONAL, DEGRADED -> Optional.of(described(device, Policy.TRUSTED, false, store, server, now));
            case MAINTENANCE -> Optional.of(described(device, Policy.MAINTENANCE, true, store, server, now));
            case JOINING ->
                Optional.of(restricted(
                        Policy.JOINING,
                        LocalRules.to(server).or(Basics.of(store.site())),
                        "",
                        List.of("it has shown no good evidence yet")));
            case MANUFACTURED, OFF_SITE, RETIRED -> Optional.empty();
        };
    }

    /**
     * What a gateway lets a device do.
     *
     * @param name the policy's
     * @param permitted everything where nothing restricts the device
     * @param tls which connections only with TLS as the description says
     * @param rates how fast some may begin, without the device's name
     */
    public record Guarding(String name, PacketSet permitted, List<Profiled> tls, List<RateRules.Rule> rates) {
        public Guarding {
            tls = List.copyOf(tls);
            rates = List.copyOf(rates);
        }

        private Guarding(String name, PacketSet permitted) {
            this(name, permitted, List.of(), List.of());
        }
    }

    /**
     * The same for a gateway, which guards also whom the register does not know yet. Whatever else is taken from a device, it may
     * get an address: without one it could never show that it is well again.
     *
     * @param state empty for a device that never joined
     */
    public static Guarding guarding(
            DeviceId device, Optional<DeviceState> state, NetworkStore store, List<Endpoint> server, Instant now) {
        Optional<Derived> derived = state.flatMap(known -> of(device, known, store, server, now));
        if (derived.isPresent()) {
            return new Guarding(
                    derived.get().policy().name(),
                    derived.get()
                            .permitted()
                            .map(set -> set.or(Basics.address()))
                            .orElseGet(PacketSet::everything),
                    derived.get().tls(),
                    derived.get().rates());
        }
        return switch (state.orElse(DeviceState.MANUFACTURED)) {
            case RETIRED -> new Guarding(Policy.QUARANTINE, PacketSet.NONE);
            case OFF_SITE ->
                new Guarding(Policy.QUARANTINE, LocalRules.to(server).or(Basics.address()));
            default -> new Guarding(Policy.JOINING, LocalRules.to(server).or(Basics.of(store.site())));
        };
    }

    private static Derived described(
            DeviceId device, String name, boolean work, NetworkStore store, List<Endpoint> server, Instant now) {
        Optional<MudUrlLearned> url = store.url(device).filter(u -> !u.url().isEmpty());
        Optional<MudTaken> file = url.flatMap(u -> store.inForce(u.url()));
        if (url.isEmpty() || file.isEmpty()) {
            return new Derived(
                    Policy.normal(), Optional.empty(), "", List.of("no description is in force"), List.of(), List.of());
        }
        Site site = store.site();
        PacketSet reach = LocalRules.to(server);
        String wanted = url.get().signer();
        if (!wanted.isEmpty() && !Names.same(wanted, file.get().signer())) {
            return restricted(
                    Policy.JOINING,
                    reach.or(Basics.of(site)),
                    "",
                    List.of("its certificate demands the signer " + wanted
                            + ", and the description in force is signed by "
                            + (file.get().signer().isEmpty()
                                    ? "nobody"
                                    : file.get().signer())));
        }
        MudPolicy.Reading reading = MudPolicy.read(MudReader.read(file.get().file()), site);
        List<OverrideSet> overrides = store.overrides(device);
        // What is said here, and not by the maker, is permitted with any TLS.
        PacketSet above = (work ? LocalRules.windows(store.windows(device), now) : PacketSet.NONE).or(reach);
        PacketSet beside = Basics.of(site).or(LocalRules.of(overrides, true, now));
        PacketSet permitted = reading.permitted()
                .or(beside)
                .minus(LocalRules.of(overrides, false, now))
                .or(above);
        List<Profiled> tls = reading.tls().stream()
                .map(rule ->
                        new Profiled(rule.packets().minus(beside).minus(above).and(permitted), rule.profiles()))
                .toList();
        TlsRules rules = new TlsRules(
                store.tls(),
                tls.stream().flatMap(rule -> rule.rules("").stream()).toList());
        List<RateRules.Rule> rates = LocalRules.rates("", overrides, now);
        Policy policy = Policy.restricting(name, permitted, rules.text() + new RateRules(rates).text());
        return new Derived(
                policy, Optional.of(permitted), file.get().digest(), notes(url.get(), reading, tls), tls, rates);
    }

    private static List<String> notes(MudUrlLearned url, MudPolicy.Reading reading, List<Profiled> tls) {
        List<String> notes = new ArrayList<>(reading.unmet());
        if (url.carrier() == MudUrlLearned.Carrier.DHCP || url.carrier() == MudUrlLearned.Carrier.LLDP) {
            notes.add("where its description is was said by " + url.carrier() + ", which anybody on the wire can do:"
                    + " neither its maker nor a person here confirmed it");
        }
        boolean datagrams = tls.stream()
                .flatMap(rule -> rule.packets().boxes().stream())
                .anyMatch(box -> box.protocol().has(BigInteger.valueOf(LocalRules.UDP)));
        if (datagrams) {
            notes.add("profiles of DTLS and QUIC are not checked: datagrams pass as the rules permit them");
        }
        return notes;
    }

    private static Derived restricted(String name, PacketSet permitted, String digest, List<String> notes) {
        Policy policy = Policy.restricting(name, permitted, "");
        return new Derived(policy, Optional.of(permitted), digest, notes, List.of(), List.of());
    }
}
