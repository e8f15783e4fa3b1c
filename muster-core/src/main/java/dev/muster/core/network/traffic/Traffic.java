package dev.muster.core.network.traffic;

import dev.muster.format.network.capture.ClientHello;
import dev.muster.format.network.capture.DnsAnswer;
import dev.muster.format.network.capture.Frame;
import dev.muster.format.network.capture.Seen;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Way;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Folds the frames of a capture into the flows of one device. One thread. */
public final class Traffic {
    /** Of one device; a scan of its network is what has more, and is not worth more. */
    public static final int FLOWS_MOST = 200_000;

    /** A ClientHello with a hybrid key share is below 2 KiB. */
    private static final int HELLO_BYTES_MOST = 16 * 1024;

    private static final int NAMES_MOST = 100_000;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int DNS = 53;
    private static final int SERVED_USUALLY = 1024;

    private final String mac;
    private final Set<Address> addresses;
    private final Map<List<Object>, Begun> flows = new LinkedHashMap<>();
    private final Map<Address, String> names = new HashMap<>();
    private long frames;
    private long notUnderstood;
    private long leftOut;
    private @Nullable Instant first;
    private @Nullable Instant last;

    private Traffic(String mac, Collection<Address> addresses) {
        this.mac = mac;
        this.addresses = new HashSet<>(addresses);
    }

    /** Of the device with this interface; its addresses are learned. */
    public static Traffic ofInterface(String mac) {
        return new Traffic(mac, List.of());
    }

    /** Of the device with these addresses. */
    public static Traffic ofAddresses(Collection<Address> addresses) {
        return new Traffic("", addresses);
    }

    /** A flow while it is looked at. */
    private static final class Begun {
        private final Seen opened;
        private final Way way;
        private final Address peer;
        private final int own;
        private final int other;
        private final boolean sure;
        private String name;
        private long packets;
        private @Nullable ByteArrayOutputStream stream = new ByteArrayOutputStream();
        private long next = -1;
        private Optional<ClientHello> hello = Optional.empty();

        private Begun(Seen opened, Way way, boolean fromDevice, boolean sure, String name) {
            this.opened = opened;
            this.way = way;
            this.peer = fromDevice ? opened.target() : opened.source();
            this.own = fromDevice || icmp(opened) ? opened.sourcePort() : opened.targetPort();
            this.other = fromDevice || icmp(opened) ? opened.targetPort() : opened.sourcePort();
            this.sure = sure;
            this.name = name;
        }

        private Flow flow() {
            return new Flow(way, peer, name, opened.protocol(), own, other, opened.at(), packets, sure, hello);
        }
    }

    private static boolean icmp(Seen seen) {
        return seen.protocol() == ICMP || seen.protocol() == ICMPV6;
    }

    /** The next frame. */
    public void accept(Frame frame) {
        frames++;
        Optional<Seen> seen = Seen.of(frame);
        if (seen.isEmpty()) {
            notUnderstood++;
            return;
        }
        first = first == null ? frame.at() : first;
        last = frame.at();
        packet(seen.get());
    }

    private void packet(Seen seen) {
        boolean from = mac.isEmpty() ? addresses.contains(seen.source()) : mac.equals(seen.sourceMac());
        boolean to = mac.isEmpty() ? addresses.contains(seen.target()) : mac.equals(seen.targetMac());
        if (from == to || (from && seen.source().value().signum() == 0 && !asksForAddress(seen))) {
            return;
        }
        if (from && !mac.isEmpty()) {
            addresses.add(seen.source());
        }
        if (to && seen.protocol() == UDP && seen.sourcePort() == DNS) {
            DnsAnswer.of(seen.payload()).ifPresent(answer -> {
                if (names.size() < NAMES_MOST) {
                    answer.addresses().forEach(address -> names.put(address, answer.name()));
                }
            });
        }
        if (icmp(seen) && !question(seen)) {
            return;
        }
        Address peer = from ? seen.target() : seen.source();
        int own = from || icmp(seen) ? seen.sourcePort() : seen.targetPort();
        int other = from || icmp(seen) ? seen.targetPort() : seen.sourcePort();
        List<Object> key = List.of(peer, seen.protocol(), own, other, icmp(seen) && from);
        Begun flow = flows.get(key);
        // A SYN for ports that were used before opens another connection, which is the same flow for a filter.
        if (flow == null) {
            if (flows.size() >= FLOWS_MOST) {
                leftOut++;
                return;
            }
            flow = begun(seen, from, names.getOrDefault(peer, ""));
            flows.put(key, flow);
        }
        flow.packets++;
        hello(flow, seen, from);
    }

    private static boolean asksForAddress(Seen seen) {
        return seen.protocol() == UDP && seen.targetPort() == 67;
    }

    /** Errors and answers belong to flows of others; neighbours are always found. */
    private static boolean question(Seen seen) {
        int type = seen.sourcePort();
        return seen.protocol() == ICMP ? type == 8 || type == 13 || type == 17 : type == 128 || type == 143;
    }

    private static Begun begun(Seen seen, boolean from, String name) {
        boolean answers;
        boolean sure = true;
        if (seen.protocol() == TCP) {
            sure = (seen.flags() & Seen.SYN) != 0;
            answers = sure ? !seen.opens() : served(seen.sourcePort(), seen.targetPort());
        } else if (seen.protocol() == UDP) {
            // Without a first packet to go by, the port that is served is the well-known one.
            answers = served(seen.sourcePort(), seen.targetPort());
            sure = !answers;
        } else {
            answers = false;
        }
        Way way = from != answers ? Way.FROM_DEVICE : Way.TO_DEVICE;
        return new Begun(seen, way, from, sure, name);
    }

    private static boolean served(int source, int target) {
        return source < SERVED_USUALLY && target >= SERVED_USUALLY;
    }

    private static void hello(Begun flow, Seen seen, boolean from) {
        ByteArrayOutputStream stream = flow.stream;
        boolean opener = from == (flow.way == Way.FROM_DEVICE);
        if (stream == null || seen.protocol() != TCP || !opener) {
            return;
        }
        if ((seen.flags() & Seen.SYN) != 0) {
            flow.next = (seen.sequence() + 1) & 0xffffffffL;
            return;
        }
        byte[] data = seen.payload();
        if (data.length == 0) {
            return;
        }
        boolean tls = stream.size() > 0 || data[0] == 22;
        boolean inOrder = flow.next < 0 || seen.sequence() == flow.next;
        if (!tls || !inOrder || stream.size() + data.length > HELLO_BYTES_MOST) {
            flow.stream = tls && !inOrder && stream.size() < HELLO_BYTES_MOST ? stream : null;
            return;
        }
        stream.writeBytes(data);
        flow.next = (seen.sequence() + data.length) & 0xffffffffL;
        flow.hello = ClientHello.of(stream.toByteArray());
        if (flow.hello.isPresent()) {
            flow.stream = null;
            String asked = flow.hello.get().name();
            if (flow.name.isEmpty() && flow.way == Way.FROM_DEVICE) {
                flow.name = asked;
            }
        }
    }

    /** Every flow, in the order in which they began. */
    public List<Flow> flows() {
        return flows.values().stream().map(Begun::flow).toList();
    }

    /** The device's own addresses. */
    public Set<Address> addresses() {
        return Set.copyOf(addresses);
    }

    /** Frames in all. */
    public long frames() {
        return frames;
    }

    /** Frames that are no IP packets, or were cut. */
    public long notUnderstood() {
        return notUnderstood;
    }

    /** Packets of flows beyond {@link #FLOWS_MOST}. */
    public long leftOut() {
        return leftOut;
    }

    /** The times of the first and the last packet; empty without any. */
    public Optional<List<Instant>> span() {
        return first == null || last == null ? Optional.empty() : Optional.of(List.of(first, last));
    }
}
