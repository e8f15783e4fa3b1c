package dev.muster.agent.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.network.mud.TlsProfile;
import dev.muster.format.network.nft.TlsRules;
import dev.muster.format.network.nft.TlsTable;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Segment;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How connections that are held go on, also of a device that does what it can to get something else through. */
class HeldConnectionsTest {
    private static final Address LAMP = Address.parse("10.0.0.31").orElseThrow();
    private static final Prefix LAMPS = Prefix.parse("10.0.0.0/24").orElseThrow();
    private static final Address CLOUD = Address.parse("203.0.113.7").orElseThrow();
    private static final Peers NAME = new Peers(4, "cloud.maker.example");
    private static final long FIRST = 0xfffffff0L;
    private static final TlsProfile OWN = new TlsProfile(
            "own", Set.of("tls12"), List.of(0x1301), List.of(), List.of(), List.of(), List.of(), List.of());

    private final List<String> put = new ArrayList<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<String> told = new ArrayList<>();
    private final HeldConnections held = new HeldConnections(
            new HeldConnections.Gate() {
                @Override
                public void put(String set, Connection connection) {
                    put.add(set + " " + connection.port());
                }

                @Override
                public void send(Segment segment) {
                    assertThat(segment.payload().length).isLessThanOrEqualTo(1200);
                    sent.writeBytes(segment.payload());
                }
            },
            (name, address) -> name.equals(NAME) && address.equals(CLOUD),
            deviation -> told.add(String.join(", ", deviation.what())));

    @Test
    void whatWasReadIsSentOnAndGoesOnWhenTheOtherEndHasIt() throws Exception {
        begin(TlsRules.Mode.ENFORCE, box());
        byte[] hello = hello(0x1301);
        said(0, hello);
        assertThat(put).containsExactly("sent 4000");
        assertThat(sent.toByteArray()).isEqualTo(hello);
        answered(hello.length - 1);
        assertThat(put).as("not all of it").hasSize(1);
        answered(hello.length);
        assertThat(put).containsExactly("sent 4000", "passed 4000");
        assertThat(told).isEmpty();
    }

    @Test
    void anotherTextAtTheSamePlaceIsNeverSent() throws Exception {
        begin(TlsRules.Mode.ENFORCE, box());
        byte[] hello = hello(0x1301);
        said(0, Arrays.copyOf(hello, 20));
        byte[] other = new byte[20];
        said(0, other);
        said(10, Arrays.copyOfRange(hello, 10, hello.length));
        assertThat(sent.toByteArray()).isEqualTo(hello);
        // What was lost on the way is sent again as it was read, whatever the device says now.
        said(0, other);
        assertThat(sent.size()).isEqualTo(2 * hello.length);
        assertThat(Arrays.copyOfRange(sent.toByteArray(), hello.length, 2 * hello.length))
                .isEqualTo(hello);
        assertThat(put).doesNotContain("passed 4000");
    }

    @Test
    void piecesInAnyOrderAreOneText() throws Exception {
        begin(TlsRules.Mode.ENFORCE, box());
        byte[] hello = hello(0x1301);
        for (int at = hello.length - 7; at > -7; at -= 7) {
            int from = Math.max(0, at);
            said(from, Arrays.copyOfRange(hello, from, at + 7));
        }
        assertThat(sent.toByteArray()).isEqualTo(hello);
    }

    @Test
    void otherTlsAndNoTlsAreCut() throws Exception {
        begin(TlsRules.Mode.ENFORCE, box());
        said(0, hello(0x1302));
        begin(TlsRules.Mode.ENFORCE, box());
        said(0, "GET / HTTP/1.1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        begin(TlsRules.Mode.ENFORCE, box());
        byte[] endless = new byte[1000];
        endless[0] = 22;
        endless[3] = 1;
        for (int i = 0; i < 17; i++) {
            said(i * 1000, endless);
        }
        assertThat(sent.size()).isZero();
        assertThat(put).startsWith("cut 4000", "cut 4000", "cut 4000").doesNotContain("passed 4000");
        assertThat(told).hasSize(3).element(0).isEqualTo("cipher suite 0x1302 is offered");
        assertThat(told.get(1)).isEqualTo("it is no TLS");
        assertThat(told.get(2)).isEqualTo("no ClientHello in 16384 bytes");
    }

    @Test
    void whoseBeginningNobodySawIsCutWhereItIsEnforcedOnly() throws Exception {
        held.rules(rules(TlsRules.Mode.ENFORCE, box()), Map.of(LAMPS, "lamp"));
        said(0, hello(0x1301));
        held.rules(rules(TlsRules.Mode.ALERT, box()), Map.of(LAMPS, "lamp"));
        said(0, hello(0x1301));
        assertThat(put).containsExactly("cut 4000", "passed 4000");
    }

    @Test
    void alertedItGoesOnAndIsTold() throws Exception {
        begin(TlsRules.Mode.ALERT, box());
        said(0, hello(0x1302));
        assertThat(put).containsExactly("passed 4000");
        assertThat(told).containsExactly("cipher suite 0x1302 is offered");
        assertThat(sent.size()).isZero();
    }

    @Test
    void aConnectionWithoutAProfileGoesOn() throws Exception {
        Box elsewhere = new Box(
                Way.FROM_DEVICE,
                new Peers(4, ""),
                Span.of(6),
                new Span(LAMP.value(), LAMP.value()),
                Box.NUMBERS,
                Span.of(443));
        begin(TlsRules.Mode.ENFORCE, elsewhere);
        said(0, "GET /".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        answered(5);
        assertThat(put).containsExactly("sent 4000", "passed 4000");
    }

    @Test
    void onlySoManyAreHeld() throws Exception {
        begin(TlsRules.Mode.ENFORCE, box());
        for (int port = 5000; port < 5000 + HeldConnections.HELD_MOST; port++) {
            shown(TlsTable.OPENED, segment(port, FIRST, Segment.SYN, new byte[0]));
        }
        said(0, hello(0x1301));
        assertThat(put).as("the eldest gave way").containsExactly("cut 4000");
    }

    /** The other end took the first, and never sees what is judged of the second. */
    @Test
    void whatWasOpenedTwiceNeverPasses() throws Exception {
        begin(TlsRules.Mode.ENFORCE, box());
        shown(TlsTable.OPENED, segment(4000, FIRST - 50, Segment.SYN, new byte[0]));
        said(-50, hello(0x1301));
        answered(0);
        assertThat(put).containsExactly("cut 4000");
        assertThat(told).containsExactly("it was opened twice");
        begin(TlsRules.Mode.ENFORCE, box());
        said(0, Arrays.copyOf(hello(0x1301), 20));
        shown(TlsTable.OPENED, segment(4000, FIRST, Segment.SYN, new byte[0]));
        said(20, Arrays.copyOfRange(hello(0x1301), 20, 50));
        assertThat(put).as("the same again").containsExactly("cut 4000", "sent 4000");
        begin(TlsRules.Mode.ENFORCE, box());
        Segment again = segment(4000, FIRST - 50, Segment.SYN, new byte[0]);
        held.shown(TlsTable.OPENED, again.packet(), Instant.EPOCH.plus(HeldConnections.DOUBT));
        said(-50, hello(0x1301));
        assertThat(put).as("much later").containsExactly("cut 4000", "sent 4000", "sent 4000");
    }

    @Test
    void whoseAddressNobodyHasIsCut() throws Exception {
        held.rules(
                rules(TlsRules.Mode.ENFORCE, box()),
                Map.of(Prefix.parse("10.0.5.0/24").orElseThrow(), "lamp"));
        shown(TlsTable.OPENED, segment(4000, FIRST, Segment.SYN, new byte[0]));
        said(0, hello(0x1301));
        assertThat(put).containsExactly("cut 4000");
    }

    /** TCP Fast Open: under enforcement the kernel drops it, else it is how the connection begins. */
    @Test
    void whatComesWithTheFirstPacketIsRead() throws Exception {
        begin(TlsRules.Mode.ALERT, box());
        shown(TlsTable.SAID, segment(4000, FIRST, Segment.SYN, hello(0x1302)));
        assertThat(told).containsExactly("cipher suite 0x1302 is offered");
        begin(TlsRules.Mode.ENFORCE, box());
        shown(TlsTable.SAID, segment(4000, FIRST, Segment.SYN, hello(0x1301)));
        assertThat(put).containsExactly("passed 4000");
    }

    @Test
    void aByteAtATimeFillsUpSoonAndAllTogetherHaveABound() throws Exception {
        begin(TlsRules.Mode.ENFORCE, box());
        for (int i = 0; i < 64; i++) {
            said(i, new byte[] {22});
        }
        assertThat(put).containsExactly("cut 4000");
        begin(TlsRules.Mode.ENFORCE, box());
        byte[] most = new byte[16_000];
        for (int port = 5000; port <= 5000 + HeldConnections.HELD_BYTES_MOST / most.length; port++) {
            shown(TlsTable.OPENED, segment(port, FIRST, Segment.SYN, new byte[0]));
            shown(TlsTable.SAID, segment(port, FIRST + 2, Segment.ACK, most));
        }
        said(0, hello(0x1301));
        assertThat(put).as("the eldest gave way").containsExactly("cut 4000", "cut 4000");
    }

    private void begin(TlsRules.Mode mode, Box box) throws IOException {
        held.rules(rules(mode, box), Map.of(LAMPS, "lamp"));
        shown(TlsTable.OPENED, segment(4000, FIRST, Segment.SYN, new byte[0]));
    }

    private static TlsRules rules(TlsRules.Mode mode, Box box) {
        return new TlsRules(mode, List.of(new TlsRules.Rule("lamp", box, List.of(OWN))));
    }

    private static Box box() {
        return new Box(Way.FROM_DEVICE, NAME, Span.of(6), NAME.all(), Box.NUMBERS, Span.of(443));
    }

    private void said(int at, byte[] bytes) throws IOException {
        shown(TlsTable.SAID, segment(4000, FIRST + 1 + at, Segment.ACK, bytes));
    }

    private void answered(int bytes) throws IOException {
        long acknowledged = FIRST + 1 + bytes & 0xffffffffL;
        shown(
                TlsTable.ANSWERED,
                new Segment(CLOUD, LAMP, 443, 4000, 1, acknowledged, Segment.ACK, 100, new byte[0], new byte[0]));
    }

    private static Segment segment(int port, long sequence, int flags, byte[] bytes) {
        return new Segment(LAMP, CLOUD, port, 443, sequence & 0xffffffffL, 1, flags, 100, new byte[0], bytes);
    }

    private void shown(String prefix, Segment segment) throws IOException {
        held.shown(prefix, segment.packet(), Instant.EPOCH);
    }

    /** TLS 1.2 with one suite and no extensions. */
    private static byte[] hello(int suite) {
        ByteBuffer body = ByteBuffer.allocate(41);
        body.putShort((short) 0x0303).put(new byte[32]).put((byte) 0);
        body.putShort((short) 2).putShort((short) suite).put((byte) 1).put((byte) 0);
        ByteBuffer all = ByteBuffer.allocate(9 + 41);
        all.put((byte) 22).putShort((short) 0x0301).putShort((short) 45);
        all.put((byte) 1).put((byte) 0).putShort((short) 41).put(body.array());
        return all.array();
    }
}
