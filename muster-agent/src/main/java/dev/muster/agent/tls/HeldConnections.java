package dev.muster.agent.tls;

import dev.muster.format.network.capture.ClientHello;
import dev.muster.format.network.mud.TlsProfile;
import dev.muster.format.network.nft.TlsRules;
import dev.muster.format.network.nft.TlsTable;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Segment;
import dev.muster.format.network.tls.ProfileCheck;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads how connections begin, and says which may go on. Under {@link TlsRules.Mode#ENFORCE} the kernel drops what a device sends
 * until then: what was read of a device behind a gateway is sent on from here, so that the other end gets these bytes and no others,
 * and the connection is let go when the other end acknowledged them. One thread.
 */
final class HeldConnections {
    /** A ClientHello with a hybrid key share is below 2 KiB; what is longer is none that anybody described. */
    static final int HELLO_BYTES_MOST = 16 * 1024;

    /** Connections that are read at a time; the eldest give way, and their devices have to open them again. */
    static final int HELD_MOST = 4_096;

    /** Of all that is read at a time. */
    static final int HELD_BYTES_MOST = 8 * 1024 * 1024;

    /** As long as a packet may be on its way (RFC 9293 §3.4.2), and as the kernel awaits an answer to what opens a connection. */
    static final Duration DOUBT = Duration.ofMinutes(2);

    /** In every network a packet with this much passes. */
    private static final int SENT_BYTES_MOST = 1_200;

    private static final int HANDSHAKE = 22;
    private static final long LAST = 0xffffffffL;

    private final Gate gate;
    private final Names names;
    private final Consumer<Deviation> told;
    private final Map<Connection, Held> held = new LinkedHashMap<>();
    private TlsRules rules = TlsRules.NONE;
    private Owners owners = Owners.NONE;
    private long bytes;

    /** What the kernel does for us. */
    interface Gate {
        /** Puts a connection into one of {@link TlsTable}'s sets. */
        void put(String set, Connection connection) throws IOException;

        /** Sends a segment as it is. */
        void send(Segment segment) throws IOException;
    }

    /** Which addresses a name has at the moment. */
    interface Names {
        boolean has(Peers name, Address address);
    }

    HeldConnections(Gate gate, Names names, Consumer<Deviation> told) {
        this.gate = gate;
        this.names = names;
        this.told = told;
    }

    /**
     * What counts from now on.
     *
     * @param whose the devices' addresses; empty where all is the device's own
     */
    synchronized void rules(TlsRules next, Map<Prefix, String> whose) {
        rules = next;
        owners = new Owners(whose);
        held.clear();
        bytes = 0;
    }

    /** A packet was shown. */
    synchronized void shown(String prefix, byte[] packet, Instant at) throws IOException {
        Optional<Segment> segment = Segment.of(packet);
        if (segment.isEmpty() || rules.isEmpty()) {
            return;
        }
        switch (prefix) {
            case TlsTable.OPENED -> opened(segment.get(), at);
            case TlsTable.SAID -> said(segment.get(), at);
            case TlsTable.ANSWERED -> answered(segment.get());
            default -> {
                // Another rule's.
            }
        }
    }

    private void opened(Segment segment, Instant at) {
        Connection connection = Connection.of(segment);
        long first = segment.sequence() + 1;
        Held before = held.get(connection);
        boolean lately = before != null && at.isBefore(before.since.plus(DOUBT));
        if (before != null && lately && before.first == first) {
            // The same again: what was read of it counts.
            return;
        }
        forget(connection);
        held.put(connection, new Held(first, at, lately));
        bounded();
    }

    private void forget(Connection connection) {
        Held was = held.remove(connection);
        bytes -= was == null ? 0 : was.kept;
    }

    private void bounded() {
        while (held.size() > HELD_MOST || bytes > HELD_BYTES_MOST) {
            forget(held.keySet().iterator().next());
        }
    }

    private boolean enforced() {
        return rules.mode() == TlsRules.Mode.ENFORCE;
    }

    private void said(Segment segment, Instant at) throws IOException {
        Connection connection = Connection.of(segment);
        Held known = held.get(connection);
        if (known == null) {
            // It was opened before anybody read, or gave way: nobody knows how it began.
            gate.put(enforced() ? TlsTable.CUT : TlsTable.PASSED, connection);
            return;
        }
        if (known.sent) {
            if (!known.unclear) {
                send(known, segment);
            }
            return;
        }
        boolean nobodys = !owners.isEmpty() && owner(connection).isEmpty();
        if (enforced() && (nobodys || segment.opens())) {
            if (nobodys) {
                cut(connection);
            }
            // What comes with the packet that opens was dropped: the device opens without it, and says it again.
            return;
        }
        bytes += known.take(segment);
        bounded();
        byte[] said = known.said.toByteArray();
        if (said.length > 0 || known.unclear) {
            judge(connection, known, segment, at);
        }
    }

    private void cut(Connection connection) throws IOException {
        forget(connection);
        gate.put(TlsTable.CUT, connection);
    }

    private void judge(Connection connection, Held known, Segment segment, Instant at) throws IOException {
        List<TlsProfile> profiles = profiles(connection);
        byte[] said = known.said.toByteArray();
        if (profiles.isEmpty() && !(known.unclear && enforced())) {
            pass(connection, known, segment);
            return;
        }
        Optional<ClientHello> hello = ClientHello.of(said);
        List<String> deviations = new ArrayList<>();
        if (known.unclear) {
            deviations.add("it was opened twice");
        } else if (said[0] != HANDSHAKE) {
            deviations.add("it is no TLS");
        } else if (hello.isPresent()) {
            deviations.addAll(ProfileCheck.deviations(hello.get(), profiles));
        } else if (known.kept < HELLO_BYTES_MOST) {
            return;
        } else {
            deviations.add("no ClientHello in " + HELLO_BYTES_MOST + " bytes");
        }
        if (!deviations.isEmpty() && !profiles.isEmpty()) {
            String name = hello.map(ClientHello::name).orElse("");
            told.accept(new Deviation(owner(connection), connection, name, deviations, rules.mode(), at));
        }
        if (deviations.isEmpty() || !enforced()) {
            pass(connection, known, segment);
        } else {
            cut(connection);
        }
    }

    private void pass(Connection connection, Held known, Segment segment) throws IOException {
        if (!enforced() || owners.isEmpty()) {
            // What this device's own kernel did not get rid of it sends again, and nobody changes it on the way.
            forget(connection);
            gate.put(TlsTable.PASSED, connection);
            return;
        }
        known.sent = true;
        gate.put(TlsTable.SENT, connection);
        send(known, segment);
    }

    private void send(Held known, Segment like) throws IOException {
        byte[] all = known.said.toByteArray();
        for (int from = 0; from < all.length; from += SENT_BYTES_MOST) {
            byte[] some = Arrays.copyOfRange(all, from, Math.min(all.length, from + SENT_BYTES_MOST));
            gate.send(like.with(known.first + from, some));
        }
    }

    private void answered(Segment answer) throws IOException {
        Connection connection = Connection.answered(answer);
        Held known = held.get(connection);
        boolean all = known != null
                && known.sent
                && (answer.flags() & Segment.ACK) != 0
                && Segment.after(answer.acknowledged(), known.first + known.said.size() & LAST) >= 0;
        if (all) {
            forget(connection);
            gate.put(TlsTable.PASSED, connection);
        }
    }

    private String owner(Connection connection) {
        return owners.of(connection.from());
    }

    /** The profiles of all rules that permit the connection. */
    private List<TlsProfile> profiles(Connection connection) {
        String device = owner(connection);
        List<TlsProfile> all = new ArrayList<>();
        for (TlsRules.Rule rule : rules.rules()) {
            if (rule.device().equals(device) && permits(rule.box(), connection)) {
                all.addAll(rule.profiles());
            }
        }
        return all;
    }

    private boolean permits(Box box, Connection connection) {
        Address to = connection.to();
        boolean ports = box.own().has(BigInteger.valueOf(connection.port()))
                && box.other().has(BigInteger.valueOf(connection.served()));
        if (!ports || box.peers().family() != to.family()) {
            return false;
        }
        return box.peers().name().isEmpty() ? box.peer().has(to.value()) : names.has(box.peers(), to);
    }
}
