package dev.muster.core.network.policy;

import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.util.ArrayList;
import java.util.List;

/** What every device may do, whatever its maker says: the site's names and time (RFC 8520 §3), and getting an address. */
public final class Basics {
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final int DNS_PORT = 53;
    private static final int NTP_PORT = 123;
    private static final int DHCP_CLIENT = 68;
    private static final int DHCP_SERVER = 67;

    private Basics() {}

    /** DNS and NTP to the site's own servers, and DHCP. */
    public static PacketSet of(Site site) {
        List<Box> boxes = new ArrayList<>();
        for (Prefix dns : site.controller(Site.DNS)) {
            boxes.add(client(dns, UDP, DNS_PORT));
            boxes.add(client(dns, TCP, DNS_PORT));
        }
        for (Prefix ntp : site.controller(Site.NTP)) {
            boxes.add(client(ntp, UDP, NTP_PORT));
        }
        boxes.addAll(address().boxes());
        return PacketSet.of(boxes);
    }

    /** Asking for an address (DHCP). */
    public static PacketSet address() {
        Peers all = new Peers(4, "");
        return PacketSet.of(List.of(
                new Box(Way.FROM_DEVICE, all, Span.of(UDP), all.all(), Span.of(DHCP_CLIENT), Span.of(DHCP_SERVER))));
    }

    /** The device opens a flow to one port of a network. */
    public static Box client(Prefix to, int protocol, int port) {
        return new Box(
                Way.FROM_DEVICE,
                new Peers(to.family(), ""),
                Span.of(protocol),
                Span.of(to),
                Box.NUMBERS,
                Span.of(port));
    }
}
