package dev.muster.agent.tls;

import dev.muster.agent.linux.ConnectionSets;
import dev.muster.agent.linux.RawPackets;
import dev.muster.agent.linux.ShownPackets;
import dev.muster.format.network.nft.TlsRules;
import dev.muster.format.network.nft.TlsTable;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Segment;
import dev.muster.guard.firewall.PacketFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The table that shows how TLS begins, and who reads what it shows. In this process's network namespace. */
public final class TlsGate implements AutoCloseable {
    /** A packet of a network card that puts segments together is this large. */
    private static final int SHOWN_BYTES = 64 * 1024 - 1;

    private final PacketFilter kernel;
    private final ConnectionSets sets;
    private final RawPackets packets;
    private final HeldConnections held;
    private final InstantSource clock;
    private ShownPackets shown;
    private volatile String fault = "";
    private String text = TlsTable.none();

    /**
     * Begins to read.
     *
     * @param kernel loads and lists the table in words
     * @param names which addresses a policy's names have
     * @param told of every connection that is not as described
     * @throws IOException when this process may not, or another program is shown the group
     */
    public static TlsGate open(PacketFilter kernel, InstantSource clock, HeldNames names, Consumer<Deviation> told)
            throws IOException {
        return new TlsGate(kernel, clock, names, told);
    }

    /** Which addresses a policy's names have, by whoever answers questions for them. */
    public interface HeldNames extends HeldConnections.Names {}

    private TlsGate(PacketFilter kernel, InstantSource clock, HeldNames names, Consumer<Deviation> told)
            throws IOException {
        this.kernel = kernel;
        this.clock = clock;
        this.sets = ConnectionSets.here();
        this.packets = RawPackets.open(TlsTable.OWN_MARK);
        this.held = new HeldConnections(new Kernel(), names, told);
        this.shown = listen(held);
    }

    private ShownPackets listen(HeldConnections held) throws IOException {
        return ShownPackets.open(TlsTable.GROUP, SHOWN_BYTES, clock, (prefix, frame) -> {
            try {
                held.shown(prefix, frame.bytes(), frame.at());
            } catch (IOException no) {
                // What is held stays held, and the device tries again.
                fault = String.valueOf(no.getMessage());
            }
        });
    }

    private final class Kernel implements HeldConnections.Gate {
        @Override
        public void put(String set, Connection one) throws IOException {
            String name = set + one.to().family();
            sets.put(TlsTable.TABLE, name, one.from(), one.port(), one.to(), one.served());
        }

        @Override
        public void send(Segment segment) throws IOException {
            packets.send(segment);
        }
    }

    /**
     * Puts rules in force, and reads the kernel's back.
     *
     * @param interfaces of a gateway's devices by name; empty for the device itself
     * @param owners whose address is whose behind a gateway
     * @throws IOException when they are not in force then
     */
    public synchronized void apply(TlsRules rules, Map<String, String> interfaces, Map<Prefix, String> owners)
            throws IOException {
        String next = TlsTable.text(rules, interfaces);
        held.rules(rules, owners);
        if (!next.equals(text) || differs().isPresent()) {
            kernel.load(next.getBytes(StandardCharsets.UTF_8));
            text = next;
        }
        Optional<String> difference = differs();
        if (difference.isPresent()) {
            throw new IOException(difference.get());
        }
    }

    /** Looks after the table and who reads: what somebody changed is loaded again, a reader that ended is begun again. */
    public synchronized Optional<String> watch() throws IOException {
        Optional<String> difference = differs();
        if (difference.isPresent()) {
            kernel.load(text.getBytes(StandardCharsets.UTF_8));
        }
        if (shown.gone()) {
            shown = listen(held);
            fault = "nobody read what is shown of TLS: begun again";
        }
        String said = fault;
        fault = "";
        return difference.or(() -> Optional.of(said).filter(words -> !words.isEmpty()));
    }

    private Optional<String> differs() throws IOException {
        Optional<String> listed = kernel.list(TlsTable.TABLE);
        boolean nothing = text.equals(TlsTable.none());
        if (nothing || listed.isEmpty()) {
            return nothing == listed.isEmpty()
                    ? Optional.empty()
                    : Optional.of("the kernel's table that holds TLS is not there, or nobody ordered it");
        }
        return TlsTable.form(listed.get()).equals(TlsTable.form(text))
                ? Optional.empty()
                : Optional.of("the kernel's table that holds TLS is not the one that was ordered");
    }

    @Override
    public synchronized void close() throws IOException {
        shown.close();
        packets.close();
        sets.close();
    }
}
