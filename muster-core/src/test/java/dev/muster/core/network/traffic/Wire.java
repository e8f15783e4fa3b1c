package dev.muster.core.network.traffic;

import dev.muster.format.network.capture.Frame;
import dev.muster.format.network.packet.Address;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Makes frames of Ethernet as a device and its network would; checksums are left out, since no reader of captures asks. */
public final class Wire {
    public static final String DEVICE = "02:00:00:00:00:31";
    public static final int SYN = 2;
    public static final int SYN_ACK = 18;
    public static final int PUSH = 24;

    private static final String ROUTER = "02:00:00:00:00:01";

    private final List<Frame> frames = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-29T10:00:00Z");

    public List<Frame> frames() {
        return List.copyOf(frames);
    }

    public Wire later(long seconds) {
        now = now.plusSeconds(seconds);
        return this;
    }

    /** A connection that the first end opens, with what it then says. */
    public Wire connection(String from, int port, String to, int served, byte[] said) {
        tcp(from, port, to, served, SYN, 0, new byte[0]);
        tcp(to, served, from, port, SYN_ACK, 0, new byte[0]);
        if (said.length > 0) {
            tcp(from, port, to, served, PUSH, 1, said);
        }
        return this;
    }

    public Wire tcp(String from, int sport, String to, int dport, int flags, int sequence, byte[] data) {
        ByteBuffer body = ByteBuffer.allocate(20 + data.length);
        body.putShort((short) sport).putShort((short) dport).putInt(sequence).putInt(0);
        body.put((byte) 0x50).put((byte) flags).putShort((short) 1024).putInt(0).put(data);
        return ip(from, to, 6, body.array());
    }

    public Wire udp(String from, int sport, String to, int dport, byte[] data) {
        ByteBuffer body = ByteBuffer.allocate(8 + data.length);
        body.putShort((short) sport)
                .putShort((short) dport)
                .putShort((short) (8 + data.length))
                .putShort((short) 0);
        return ip(from, to, 17, body.put(data).array());
    }

    public Wire ping(String from, String to, int type) {
        return ip(from, to, from.indexOf(':') < 0 ? 1 : 58, new byte[] {(byte) type, 0, 0, 0, 0, 1, 0, 1});
    }

    /** The site's resolver tells a name's address. */
    public Wire answer(String name, String address) {
        byte[] bytes = bytes(address);
        ByteBuffer dns = ByteBuffer.allocate(256);
        dns.put(HexFormat.of().parseHex("000181800001000100000000"));
        for (String label : name.split("\\.", -1)) {
            dns.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        int type = bytes.length == 4 ? 1 : 28;
        dns.put((byte) 0).putShort((short) type).putShort((short) 1);
        dns.putShort((short) 0xc00c).putShort((short) type).putShort((short) 1).putInt(60);
        dns.putShort((short) bytes.length).put(bytes);
        byte[] message = java.util.Arrays.copyOf(dns.array(), dns.position());
        udp("10.0.0.31", 5353 + frames.size(), "10.0.0.53", 53, new byte[12]);
        return udp("10.0.0.53", 53, "10.0.0.31", 5352 + frames.size(), message);
    }

    private Wire ip(String from, String to, int protocol, byte[] body) {
        byte[] source = bytes(from);
        ByteBuffer packet = ByteBuffer.allocate(54 + body.length);
        boolean sent = from.endsWith("31") || from.equals("0.0.0.0");
        packet.put(mac(sent ? ROUTER : DEVICE)).put(mac(sent ? DEVICE : ROUTER));
        if (source.length == 4) {
            packet.putShort((short) 0x0800).put((byte) 0x45).put((byte) 0).putShort((short) (20 + body.length));
            packet.putInt(0).put((byte) 64).put((byte) protocol).putShort((short) 0);
        } else {
            packet.putShort((short) 0x86dd).putInt(0x60000000).putShort((short) body.length);
            packet.put((byte) protocol).put((byte) 64);
        }
        packet.put(source).put(bytes(to)).put(body);
        frames.add(new Frame(now, Frame.ETHERNET, java.util.Arrays.copyOf(packet.array(), packet.position())));
        now = now.plusMillis(1);
        return this;
    }

    private static byte[] mac(String text) {
        return HexFormat.ofDelimiter(":").parseHex(text);
    }

    private static byte[] bytes(String text) {
        Address address = Address.parse(text).orElseThrow();
        byte[] all = new byte[address.family() == 4 ? 4 : 16];
        BigInteger rest = address.value();
        for (int i = all.length - 1; i >= 0; i--) {
            all[i] = rest.byteValue();
            rest = rest.shiftRight(8);
        }
        return all;
    }
}
