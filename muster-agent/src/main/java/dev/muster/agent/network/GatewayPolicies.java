package dev.muster.agent.network;

import dev.muster.agent.names.NameAddresses;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.tls.TlsReader;
import dev.muster.format.devices.orders.OrderAction.GatewayPolicy;
import dev.muster.format.devices.orders.PagedRules;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.network.nft.Beside;
import dev.muster.format.network.nft.NftElements;
import dev.muster.format.network.nft.NftException;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.NftGateway.Member;
import dev.muster.format.network.nft.NftGatewayReader;
import dev.muster.format.network.nft.RateTable;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.guard.firewall.PacketFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules of a gateway for the devices behind it: put in force, read back, proved, and looked after. */
public final class GatewayPolicies {
    private static final String RULESET = "gateway.nft";
    private static final String GATEWAY = "the gateway";

    /** An order that nobody is guarded any more. */
    private static final Pattern NOTHING =
            Pattern.compile("\\s*table inet muster-gateway\\s+delete table inet muster-gateway\\s*");

    private final DeviceRoots roots;
    private final Optional<PacketFilter> filter;
    private final Optional<NameAddresses> names;
    private final Optional<FlowTable> flows;
    private final BridgedPackets bridged;
    private Optional<NftElements> there = Optional.empty();
    private Map<String, Member> guarded = Map.of();
    private Optional<TlsReader> reader = Optional.empty();
    private final Rates rates = new Rates(RateTable.GATEWAY);
    private boolean told;
    private boolean beside;
    // What was read last: of thousands of devices that takes a second, and each step asks for it.
    private String text = "";
    private Map<String, Member> devices = Map.of();

    /**
     * The rules of a gateway.
     *
     * @param filter the kernel's packet filter, where this agent is to be a gateway; without it every order is refused
     * @param flows told whose policy changed, for whom all is new then
     * @param names what a forwarder learns of the addresses of names
     */
    public GatewayPolicies(
            DeviceRoots roots,
            Optional<PacketFilter> filter,
            Optional<NameAddresses> names,
            Optional<FlowTable> flows,
            BridgedPackets bridged) {
        this.roots = roots;
        this.filter = filter;
        this.names = names;
        this.flows = flows;
        this.bridged = bridged;
    }

    /** The same with who reads TLS, where policies say anything of it. */
    public GatewayPolicies reading(Optional<TlsReader> tls) {
        reader = tls;
        return this;
    }

    /**
     * Puts the rules in force in place of the ones before, and proves what the kernel then has.
     *
     * @throws IOException when they could not be put in force, or what the kernel has is not what was ordered, or packets between
     *     ports of a bridge pass by them
     */
    public Applied apply(GatewayPolicy order) throws IOException {
        return apply(order.ruleset());
    }

    /** The same with rules that are fetched page by page: until all of them are here, what is in force stays. */
    public Applied apply(PagedRules rules, RulePages.Source source) throws IOException, InterruptedException {
        RulePages pages = new RulePages(roots);
        byte[] whole = pages.whole(rules, source);
        Applied applied = apply(whole);
        pages.clear();
        return applied;
    }

    private Applied apply(byte[] order) throws IOException {
        String whole = new String(order, StandardCharsets.UTF_8);
        String ruleset = Beside.without(whole);
        if (roots.strength() == Strength.SIMULATED) {
            roots.write(roots.network().resolve(RULESET), order);
            return new Applied(Strength.SIMULATED, "kept; a virtual gateway has no kernel");
        }
        if (filter.isEmpty()) {
            throw new IOException("this agent is no gateway: it was not started with --gateway");
        }
        String tls = inForce(ruleset, whole);
        forget(ruleset);
        roots.write(roots.network().resolve(RULESET), order);
        Applied applied = NOTHING.matcher(ruleset).matches()
                ? new Applied(Strength.CHECKED, "our table is gone: nobody is guarded")
                : new Applied(
                        Strength.KERNEL_ENFORCED,
                        "read back: the kernel lets pass exactly what was ordered, for "
                                + read(ruleset).size() + " devices");
        return Profiles.with(applied, tls);
    }

    private String inForce(String ruleset, String whole) throws IOException {
        try {
            load(ruleset);
            return beside(whole, read(ruleset));
        } catch (IOException no) {
            // What is in force by half is none: what is kept goes on, before anybody hears of it.
            beside = false;
            watch();
            throw no;
        }
    }

    private String beside(String whole, Map<String, Member> members) throws IOException {
        rates.apply(kernel(), whole, members);
        String tls = Profiles.apply(reader, GATEWAY, Profiles.read(whole), members);
        beside = true;
        return tls;
    }

    /** What the last policy of a device refused is no news of the next one. */
    private void forget(String ruleset) throws IOException {
        Path kept = roots.network().resolve(RULESET);
        if (flows.isPresent() && Files.exists(kept)) {
            Map<String, Member> before = read(Beside.without(Files.readString(kept)));
            read(ruleset).forEach((name, member) -> {
                Member last = before.get(name);
                if (last == null || !SameMember.is(last, member)) {
                    flows.get().forget(name);
                }
            });
        }
    }

    /**
     * Looks after the rules: they are gone after a restart of the machine, and somebody may have changed them.
     *
     * @return what a person should know; empty when all is well
     */
    public Optional<String> watch() {
        Path kept = roots.network().resolve(RULESET);
        if (filter.isEmpty() || !Files.exists(kept)) {
            return Optional.empty();
        }
        try {
            String whole = Files.readString(kept);
            String ruleset = Beside.without(whole);
            Optional<String> drift = bridged.open().or(() -> difference(ruleset));
            if (drift.isPresent() || (!told && !Profiles.read(whole).isEmpty())) {
                // Where it is new and nothing differs, the kernel has addresses of names that who reads TLS does not
                // know.
                there = Optional.empty();
                load(ruleset);
            } else if (!told) {
                // After a restart of the agent the kernel has the rules, and nobody knows of whom yet.
                names(read(ruleset));
                flows.ifPresent(table -> table.guard(devices));
            }
            if (!beside) {
                beside(whole, read(ruleset));
            }
            Optional<String> rate = rates.watch(kernel());
            Optional<String> tls = Profiles.watch(reader, GATEWAY);
            return drift.or(() -> rate).or(() -> tls).map(said -> "the gateway's rules loaded again: " + said);
        } catch (IOException e) {
            return Optional.of("the gateway's rules are not in force: " + e.getMessage());
        }
    }

    private void load(String ruleset) throws IOException {
        bridged.close();
        // What cannot be read cannot be proved, so it is never loaded.
        Map<String, Member> members = known(read(ruleset));
        if (members.isEmpty()) {
            there = Optional.empty();
            kernel().load(ruleset.getBytes(StandardCharsets.UTF_8));
        } else {
            load(members, ruleset, names(members));
        }
        Optional<String> difference = difference(ruleset);
        if (difference.isPresent()) {
            there = Optional.empty();
            throw new IOException("not in force: " + difference.get());
        }
        flows.ifPresent(table -> table.guard(members));
    }

    /** As elements where these can say it, of a table that is there only what changed; else in the form of the order. */
    private void load(Map<String, Member> members, String ruleset, String named) throws IOException {
        Optional<NftElements.Change> change = there.flatMap(now -> now.change(members));
        there = Optional.empty();
        if (change.isPresent() && taken(change.get().text() + named)) {
            there = Optional.of(change.get().after());
            return;
        }
        Optional<NftElements> elements = NftElements.of(members);
        if (elements.isPresent() && taken(elements.get().text() + named)) {
            there = elements;
            return;
        }
        kernel().load((ruleset + named).getBytes(StandardCharsets.UTF_8));
    }

    /** False when the kernel did not take it, as older ones do not take all of that. */
    private boolean taken(String text) {
        try {
            if (!text.isEmpty()) {
                kernel().load(text.getBytes(StandardCharsets.UTF_8));
            }
            return true;
        } catch (IOException no) {
            return false;
        }
    }

    /** Devices of which nothing changed as the objects that they were, by which the others are found. */
    private Map<String, Member> known(Map<String, Member> members) {
        Map<String, Member> all = new HashMap<>();
        members.forEach((id, member) -> {
            Member last = guarded.get(id);
            boolean same = last != null
                    && last.device().equals(member.device())
                    && last.permitted().boxes().equals(member.permitted().boxes());
            all.put(id, same ? last : member);
        });
        guarded = all;
        return all;
    }

    /** What is known of the addresses of its names, to be loaded with it. */
    private String names(Map<String, Member> members) {
        PacketSet all = PacketSet.of(members.values().stream()
                .flatMap(member -> member.permitted().boxes().stream())
                .filter(box -> !box.peers().name().isEmpty())
                .toList());
        told = true;
        return names.map(known -> known.policy(NftGateway.TABLE, all)).orElse("");
    }

    private PacketFilter kernel() {
        return filter.orElseThrow();
    }

    private Map<String, Member> read(String ruleset) throws IOException {
        try {
            if (!ruleset.equals(text)) {
                devices = NOTHING.matcher(ruleset).matches() ? Map.of() : NftGatewayReader.read(ruleset);
                text = ruleset;
            }
            return devices;
        } catch (NftException unclear) {
            throw new IOException("the ordered rules cannot be proved: " + unclear.getMessage(), unclear);
        }
    }

    /** What the kernel lets each device do against what was ordered. */
    private Optional<String> difference(String ruleset) {
        try {
            Optional<String> listed = kernel().list(NftGateway.TABLE);
            if (NOTHING.matcher(ruleset).matches()) {
                return listed.map(table -> "the kernel has a table that nobody ordered");
            }
            if (listed.isEmpty()) {
                return Optional.of("the kernel has no table of a gateway");
            }
            Map<String, Member> ordered = read(ruleset);
            Map<String, Member> there = NftGatewayReader.read(listed.get());
            if (!there.keySet().equals(ordered.keySet())) {
                return Optional.of("the kernel guards " + there.keySet() + ", and not " + ordered.keySet());
            }
            for (Map.Entry<String, Member> each : ordered.entrySet()) {
                Member found = there.get(each.getKey());
                if (found == null || !SameMember.is(found, each.getValue())) {
                    return Optional.of(each.getKey() + " may do something else than was ordered");
                }
            }
            return Optional.empty();
        } catch (NftException unclear) {
            return Optional.of("the kernel's rules are not ours: " + unclear.getMessage());
        } catch (IOException away) {
            return Optional.of(String.valueOf(away.getMessage()));
        }
    }
}
