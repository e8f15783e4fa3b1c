package dev.muster.agent.network;

import dev.muster.agent.names.NameAddresses;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.tls.TlsReader;
import dev.muster.format.devices.orders.OrderAction.NetworkPolicy;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.network.nft.Beside;
import dev.muster.format.network.nft.NftException;
import dev.muster.format.network.nft.NftReader;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.nft.RateTable;
import dev.muster.format.network.nft.TlsRules;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.guard.firewall.PacketFilter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The network policy of one device: at most one is in force, and it survives a restart. */
public final class NetworkPolicies {

    private static final String RULESET = "ruleset.nft";
    private static final String NAME = "policy.name";
    private static final String OWN = "this device";

    /** A ruleset that only takes our table away. */
    private static final Pattern NOTHING =
            Pattern.compile("\\s*table inet muster(\\s*\\{\\s*})?\\s*(delete table inet muster\\s*)?");

    private final DeviceRoots roots;
    private final Optional<PacketFilter> filter;
    private final Optional<NameAddresses> names;
    private final Runnable restricted;
    private Optional<TlsReader> tls = Optional.empty();
    private final Rates rates = new Rates(RateTable.SELF);
    private boolean told;
    private boolean read;

    /**
     * The policies of a device.
     *
     * @param filter the kernel's, where this agent may use it; without it policies are only kept, and reported as such
     * @param names what a forwarder learns of the addresses of names; without one a policy's names have none
     * @param restricted told whenever the kernel took rules, ordered or loaded again: what comes in on a connection of before
     *     is dropped until the device speaks on it
     */
    public NetworkPolicies(
            DeviceRoots roots, Optional<PacketFilter> filter, Optional<NameAddresses> names, Runnable restricted) {
        this.roots = roots;
        this.filter = filter;
        this.names = names;
        this.restricted = restricted;
    }

    /** The same with who reads TLS, where policies say anything of it. */
    public NetworkPolicies reading(Optional<TlsReader> reader) {
        tls = reader;
        return this;
    }

    /**
     * Puts a policy in force in place of the one before, and reads back what is in force.
     *
     * @throws IOException when it could not be put in force, or what the kernel has then is not what was ordered, or the
     *     ruleset is not UTF-8 text
     */
    public Applied apply(NetworkPolicy policy) throws IOException {
        String ruleset = text(policy.ruleset());
        Applied applied;
        try {
            applied = inForce(ruleset);
        } catch (IOException no) {
            // An order that is in force by half is none: what is kept goes on, before anybody hears that this one
            // failed.
            read = false;
            watch();
            throw no;
        }
        roots.write(roots.network().resolve(RULESET), policy.ruleset());
        roots.write(roots.network().resolve(NAME), policy.name().getBytes(StandardCharsets.UTF_8));
        return applied;
    }

    private Applied inForce(String ruleset) throws IOException {
        Applied applied = inKernel(Beside.without(ruleset));
        if (applied.strength() == Strength.KERNEL_ENFORCED || applied.detail().startsWith("our table is gone")) {
            read = false;
            rates.apply(filter.orElseThrow(), ruleset, Map.of());
            applied = Profiles.with(applied, Profiles.apply(tls, OWN, profiles(ruleset), Map.of()));
            read = true;
        }
        return applied;
    }

    /**
     * Compares what the kernel has with the policy that was last put in force, and loads it again where they differ: after a
     * restart of the machine, or when somebody changed the rules.
     *
     * @return what differed; empty when nothing did, or nothing is to be in force
     */
    public Optional<String> repair() throws IOException {
        Path kept = roots.network().resolve(RULESET);
        if (filter.isEmpty() || !Files.exists(kept)) {
            return Optional.empty();
        }
        String whole = text(Files.readAllBytes(kept));
        String ruleset = Beside.without(whole);
        Optional<String> drift = difference(ruleset);
        boolean stale = !told && names.isPresent() && !profiles(whole).isEmpty();
        if (drift.isPresent() || stale) {
            // Stale: the kernel still has addresses of names of which who reads TLS knows nothing.
            inKernel(ruleset);
        } else if (!told) {
            // After a restart of the agent the kernel has the rules, and the forwarder does not know the names yet.
            known(ruleset);
        }
        if (!read) {
            rates.apply(filter.orElseThrow(), whole, Map.of());
            Profiles.apply(tls, OWN, profiles(whole), Map.of());
            read = true;
        }
        Optional<String> rate = rates.watch(filter.orElseThrow());
        return drift.or(() -> rate).isPresent() ? drift.or(() -> rate) : Profiles.watch(tls, OWN);
    }

    /**
     * Looks after the policy: rules are gone after a restart of the machine, and somebody may have changed them.
     *
     * @return what a person should know; empty when all is well
     */
    public Optional<String> watch() {
        try {
            return repair().map(drift -> "loaded again: " + drift);
        } catch (IOException e) {
            return Optional.of("not in force: " + e.getMessage());
        }
    }

    /** The name of the policy in force; empty when the device never got one. */
    public Optional<String> inForce() throws IOException {
        try {
            return Optional.of(Files.readString(roots.network().resolve(NAME)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Applied inKernel(String ruleset) throws IOException {
        if (roots.strength() == Strength.SIMULATED) {
            return new Applied(Strength.SIMULATED, "kept; a virtual device has no kernel");
        }
        if (filter.isEmpty()) {
            return new Applied(
                    Strength.CHECKED, "kept, and nothing enforces it: the agent may not load packet filter rules");
        }
        filter.get().load((ruleset + known(ruleset)).getBytes(StandardCharsets.UTF_8));
        boolean nothing = NOTHING.matcher(ruleset).matches();
        if (!nothing) {
            restricted.run();
        }
        Optional<String> difference = difference(ruleset);
        if (difference.isPresent()) {
            throw new IOException("not in force: " + difference.get());
        }
        return nothing
                ? new Applied(Strength.CHECKED, "our table is gone: nothing is restricted")
                : new Applied(Strength.KERNEL_ENFORCED, "read back: the kernel lets pass exactly what was ordered");
    }

    /** What is known of the addresses of its names, to be loaded with it. */
    private String known(String ruleset) throws IOException {
        if (names.isEmpty()) {
            return "";
        }
        PacketSet permitted =
                NOTHING.matcher(ruleset).matches() ? PacketSet.NONE : read(ruleset, "the ordered ruleset");
        String elements = names.get().policy(NftText.TABLE, permitted);
        told = true;
        return elements;
    }

    /** What the kernel lets pass against what the ruleset lets pass, as sets: empty when they are equal. */
    private Optional<String> difference(String ruleset) throws IOException {
        Optional<String> listed = filter.orElseThrow().list();
        if (NOTHING.matcher(ruleset).matches()) {
            return listed.map(table -> "the kernel has a table that nobody ordered");
        }
        if (listed.isEmpty()) {
            return Optional.of("the kernel has no table of ours");
        }
        PacketSet ordered = read(ruleset, "the ordered ruleset");
        PacketSet there;
        try {
            there = NftReader.self(listed.get());
        } catch (NftException unclear) {
            return Optional.of("the kernel's rules are not ours: " + unclear.getMessage());
        }
        if (there.sameAs(ordered)) {
            return Optional.empty();
        }
        return Optional.of(
                "the kernel lets pass " + (there.minus(ordered).isEmpty() ? "less" : "more") + " than was ordered");
    }

    private static PacketSet read(String ruleset, String what) throws IOException {
        try {
            return NftReader.self(ruleset);
        } catch (NftException unclear) {
            throw new IOException(what + " cannot be proved: " + unclear.getMessage(), unclear);
        }
    }

    private static TlsRules profiles(String ruleset) throws IOException {
        try {
            return TlsRules.read(ruleset);
        } catch (NftException unclear) {
            throw new IOException(unclear.getMessage(), unclear);
        }
    }

    private static String text(byte[] ruleset) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(ruleset))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("the ruleset is not UTF-8 text", e);
        }
    }
}
