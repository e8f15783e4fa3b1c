package dev.muster.agent.tls;

import dev.muster.format.network.nft.TlsRules;
import dev.muster.format.network.packet.Prefix;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Holds devices to the TLS that their makers describe, for one policy of this machine: its own, or that of a gateway. Nothing is
 * read while no policy says anything of TLS.
 */
public final class TlsReader {
    private final Opening opening;
    private Optional<TlsGate> gate = Optional.empty();
    private String role = "";

    /** Begins to read what the kernel shows. */
    public interface Opening {
        TlsGate open() throws IOException;
    }

    public TlsReader(Opening opening) {
        this.opening = opening;
    }

    /**
     * Puts in force what a policy says of TLS.
     *
     * @param whose {@code this device} or {@code the gateway}: one of them at a time
     * @throws IOException when it is not in force then
     */
    public synchronized void apply(
            String whose, TlsRules rules, Map<String, String> interfaces, Map<Prefix, String> owners)
            throws IOException {
        if (rules.isEmpty() && !role.equals(whose)) {
            return;
        }
        if (!role.isEmpty() && !role.equals(whose)) {
            throw new IOException("the TLS of " + role + " is read on this machine: that of " + whose + " is not");
        }
        if (gate.isEmpty()) {
            gate = Optional.of(opening.open());
        }
        gate.get().apply(rules, interfaces, owners);
        role = rules.isEmpty() ? "" : whose;
    }

    /** Looks after the table, for whose policy it is. */
    public synchronized Optional<String> watch(String whose) throws IOException {
        return gate.isPresent() && role.equals(whose) ? gate.get().watch() : Optional.empty();
    }
}
