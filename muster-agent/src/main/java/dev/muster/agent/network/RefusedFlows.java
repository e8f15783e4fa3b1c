package dev.muster.agent.network;

import dev.muster.format.network.capture.Frame;
import dev.muster.format.network.capture.Seen;
import dev.muster.format.network.flows.FlowReport.Refused;
import dev.muster.format.network.packet.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the packet filter refused, each thing once however often it was tried, by the names under which packets are shown. Bounded:
 * a device that tries everything is told to have tried so many things and more.
 */
public final class RefusedFlows {
    /** Things of one device that are told apart. */
    static final int KINDS_MOST = dev.muster.format.network.flows.FlowReport.REFUSED_MOST;

    private static final int DEVICES_MOST = 1024;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int EPHEMERAL = 32768;

    private static final String BEHIND = "behind ";

    private final Map<String, Device> devices = new HashMap<>();
    private Map<Address, String> owners = Map.of();

    private static final class Device {
        private final Map<String, Refused> flows = new LinkedHashMap<>();
        private long more;
    }

    /**
     * What is known of one device.
     *
     * @param more packets of things beyond those that are listed
     */
    record Known(List<Refused> flows, long more) {
        Known {
            flows = List.copyOf(flows);
        }
    }

    /** Whose addresses are whose behind this gateway: the elements of all share the rules that show packets. */
    synchronized void guard(Map<Address, String> all) {
        owners = Map.copyOf(all);
    }

    /**
     * A packet was refused.
     *
     * @param prefix {@code from} or {@code to}, for a gateway with a blank and the device's name, or after {@code behind} where the
     *     packet says whose it is
     */
    public synchronized void shown(String prefix, Frame packet) {
        boolean behind = prefix.startsWith(BEHIND);
        String way = behind ? prefix.substring(BEHIND.length()) : prefix;
        boolean from = way.equals("from") || way.startsWith("from ");
        if (!from && !way.equals("to") && !way.startsWith("to ")) {
            return;
        }
        String said = way.substring(from ? 4 : 2).strip();
        // What is left of a connection that another policy ended was opened before: nobody tries anything.
        Seen.of(packet).filter(seen -> seen.protocol() != TCP || seen.opens()).ifPresent(seen -> {
            String name = behind ? owners.get(from ? seen.source() : seen.target()) : said;
            if (name != null && (devices.containsKey(name) || devices.size() < DEVICES_MOST)) {
                add(devices.computeIfAbsent(name, n -> new Device()), flow(from, seen));
            }
        });
    }

    private static Refused flow(boolean from, Seen seen) {
        Address peer = from ? seen.target() : seen.source();
        boolean ports = seen.protocol() == TCP || seen.protocol() == UDP;
        // An answer nobody asked for comes to a port that serves nobody: what is told is who sends it.
        boolean answer = seen.protocol() == UDP && seen.targetPort() >= EPHEMERAL;
        int port = !ports ? seen.sourcePort() : answer ? 0 : seen.targetPort();
        Instant at = seen.at();
        return new Refused(from, peer.family(), seen.protocol(), peer.toString(), port, 1, at, at);
    }

    private static void add(Device device, Refused one) {
        Refused before = device.flows.get(one.kind());
        if (before == null && device.flows.size() >= KINDS_MOST) {
            device.more++;
            return;
        }
        device.flows.put(
                one.kind(),
                before == null
                        ? one
                        : new Refused(
                                one.from(),
                                one.family(),
                                one.protocol(),
                                one.peer(),
                                one.port(),
                                before.count() + 1,
                                before.first(),
                                one.last()));
    }

    synchronized void forget(String name) {
        devices.remove(name);
    }

    synchronized Known known(String name) {
        Device device = devices.get(name);
        return device == null
                ? new Known(List.of(), 0)
                : new Known(new ArrayList<>(device.flows.values()), device.more);
    }
}
