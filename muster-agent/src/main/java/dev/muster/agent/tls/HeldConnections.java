package dev.muster.agent.tls;

import dev.muster.format.network.capture.ClientHello;
import dev.muster.format.network.mud.TlsProfile;
import dev.muster.format.network.nft.TlsRules;
import dev.muster.format.network.nft.TlsTable;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Segment;
import dev.muster.format.network.tls.ProfileCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    /** In every network a packet with this much passes. */
    private static final int SENT_BYTES_MOST = 1_200;

    private static final int HANDSHAKE = 22;

    private final Gate gate;
    private final Names names;
    private final Consumer<Deviation> told;
    private final Map<Connection, Held> held = new LinkedHashMap<>();
    private TlsRules rules = TlsRules.NONE;
    private Map<Address, String> owners = Map.of();

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

    private static final class Held {
        private final long first;
        private final TreeMap<Long, byte[]> later = new TreeMap<>();
        private final ByteArrayOutputStream said = new ByteArrayOutputStream();
        private int kept;
        private boolean sent;

        private Held(long first) {
            this.first = first;
        }
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
    synchronized void rules(TlsRules next, Map<Address, String> whose) {
        rules = next;
        owners = Map.copyOf(whose);
        held.clear();
    }

    /** A packet was shown. */
    synchronized void shown(String prefix, byte[] packet, Instant at) throws IOException {
        Optional<Segment> segment = Segment.of(packet);
        if (segment.isEmpty() || rules.isEmpty()) {
            return;
        }
        switch (prefix) {
            case TlsTable.OPENED -> opened(segment.get());
            case TlsTable.SAID -> said(segment.get(), at);
            case TlsTable.ANSWERED -> answered(segment.get());
            default -> {
                // Another rule's.
            }
        }
    }

    private void opened(Segment segment) {
        held.remove(Connection.of(segment));
        held.put(Connection.of(segment), new Held(segment.sequence() + 1));
        if (held.size() > HELD_MOST) {
            held.remove(held.keySet().iterator().next());
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
            send(known, segment);
            return;
        }
        take(known, segment);
        List<TlsProfile> profiles = profiles(connection);
        byte[] said = known.said.toByteArray();
        if (said.length == 0) {
            return;
        }
        if (profiles.isEmpty()) {
            pass(connection, known, segment);
            return;
        }
        Optional<ClientHello> hello = ClientHello.of(said);
        List<String> deviations = new ArrayList<>();
        if (said[0] != HANDSHAKE) {
            deviations.add("it is no TLS");
        } else if (hello.isPresent()) {
            deviations.addAll(ProfileCheck.deviations(hello.get(), profiles));
        } else if (known.kept < HELLO_BYTES_MOST) {
            return;
        } else {
            deviations.add("no ClientHello in " + HELLO_BYTES_MOST + " bytes");
        }
        if (!deviations.isEmpty()) {
            String name = hello.map(ClientHello::name).orElse("");
            told.accept(new Deviation(owner(connection), connection, name, deviations, rules.mode(), at));
        }
        if (deviations.isEmpty() || !enforced()) {
            pass(connection, known, segment);
        } else {
            held.remove(connection);
            gate.put(TlsTable.CUT, connection);
        }
    }

    /** What comes first counts: another text at the same place is not taken. */
    private static void take(Held known, Segment segment) {
        if (segment.payload().length > 0 && known.kept < HELLO_BYTES_MOST) {
            long at = Segment.after(segment.sequence(), known.first & 0xffffffffL);
            if (at >= 0 && at < HELLO_BYTES_MOST && known.later.putIfAbsent(at, segment.payload()) == null) {
                known.kept += segment.payload().length;
            }
        }
        while (!known.later.isEmpty() && known.later.firstKey() <= known.said.size()) {
            Map.Entry<Long, byte[]> next = known.later.pollFirstEntry();
            int skip = (int) (known.said.size() - next.getKey());
            if (skip < next.getValue().length) {
                known.said.write(next.getValue(), skip, next.getValue().length - skip);
            }
        }
    }

    private void pass(Connection connection, Held known, Segment segment) throws IOException {
        if (!enforced() || owners.isEmpty()) {
            // What this device's own kernel did not get rid of it sends again, and nobody changes it on the way.
            held.remove(connection);
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
            byte[] some = java.util.Arrays.copyOfRange(all, from, Math.min(all.length, from + SENT_BYTES_MOST));
            gate.send(like.with(known.first + from, some));
        }
    }

    private void answered(Segment answer) throws IOException {
        Connection connection = Connection.answered(answer);
        Held known = held.get(connection);
        boolean all = known != null
                && known.sent
                && (answer.flags() & Segment.ACK) != 0
                && Segment.after(answer.acknowledged(), known.first + known.said.size() & 0xffffffffL) >= 0;
        if (all) {
            held.remove(connection);
            gate.put(TlsTable.PASSED, connection);
        }
    }

    private String owner(Connection connection) {
        return owners.getOrDefault(connection.from(), "");
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
