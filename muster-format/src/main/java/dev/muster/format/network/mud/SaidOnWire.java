package dev.muster.format.network.mud;

import dev.muster.format.network.capture.Frame;
import dev.muster.format.network.capture.Seen;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A MUD URL in a frame of Ethernet: DHCP's option 161 and DHCPv6's 112 on the way to a server, and LLDP (RFC 8520 §10, §12).
 *
 * @param mac of the interface that sent it, with colons
 * @param lldp whether by LLDP; else by DHCP
 */
public record SaidOnWire(String mac, boolean lldp, String url) {
    private static final int HEADER = 14;
    private static final int LLDP = 0x88cc;
    private static final int UDP = 17;
    private static final int DHCP_SERVER = 67;
    private static final int DHCPV6_SERVER = 547;

    /** Reads a frame; empty when it says none, or what it says cannot be read. */
    public static Optional<SaidOnWire> of(Frame frame) {
        byte[] bytes = frame.bytes();
        try {
            if (frame.link() == Frame.ETHERNET && bytes.length > HEADER && type(bytes) == LLDP) {
                String mac = HexFormat.ofDelimiter(":").formatHex(bytes, 6, 12);
                return MudUrlCarriers.lldp(Arrays.copyOfRange(bytes, HEADER, bytes.length))
                        .map(url -> new SaidOnWire(mac, true, url));
            }
            return Seen.of(frame).filter(seen -> seen.protocol() == UDP).flatMap(SaidOnWire::dhcp);
        } catch (MudException no) {
            return Optional.empty();
        }
    }

    private static int type(byte[] bytes) {
        return Byte.toUnsignedInt(bytes[12]) << 8 | Byte.toUnsignedInt(bytes[13]);
    }

    private static Optional<SaidOnWire> dhcp(Seen seen) {
        boolean four = seen.source().family() == 4 && seen.targetPort() == DHCP_SERVER;
        boolean six = seen.source().family() == 6 && seen.targetPort() == DHCPV6_SERVER;
        if (!four && !six) {
            return Optional.empty();
        }
        return (four ? MudUrlCarriers.dhcp(seen.payload()) : MudUrlCarriers.dhcpv6(seen.payload()))
                .map(url -> new SaidOnWire(seen.sourceMac(), false, url));
    }
}
