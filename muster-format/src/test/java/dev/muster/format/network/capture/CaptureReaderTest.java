package dev.muster.format.network.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureReaderTest {
    /** Ethernet with a VLAN, IPv4, TCP SYN from 10.0.0.31:40000 to 203.0.113.5:443. */
    private static final byte[] SYN = HexFormat.of()
            .parseHex("020000000001" + "020000000031" + "8100000a" + "0800" + "4500002c00010000400600000a00001fcb007105"
                    + "9c4001bb0000000700000000500204000000000061626364");

    @ParameterizedTest
    @ValueSource(strings = {"a1b2c3d4", "d4c3b2a1", "a1b23c4d", "4d3cb2a1"})
    void pcapHasFourForms(String magic) throws IOException {
        byte[] start = HexFormat.of().parseHex(magic);
        boolean little = start[0] != (byte) 0xa1;
        boolean nanos = magic.contains("3c");
        ByteBuffer file =
                ByteBuffer.allocate(40 + SYN.length).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        file.put(start)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(65535)
                .putInt(1);
        file.putInt(1_700_000_000)
                .putInt(nanos ? 5_000_000 : 5_000)
                .putInt(SYN.length)
                .putInt(SYN.length)
                .put(SYN);
        List<Frame> frames = read(file.array());
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().at()).hasToString("2023-11-14T22:13:20.005Z");
        Seen seen = Seen.of(frames.getFirst()).orElseThrow();
        assertThat(seen.source()).hasToString("10.0.0.31");
        assertThat(seen.target()).hasToString("203.0.113.5");
        assertThat(seen.sourceMac()).isEqualTo("02:00:00:00:00:31");
        assertThat(seen.sourcePort()).isEqualTo(40000);
        assertThat(seen.targetPort()).isEqualTo(443);
        assertThat(seen.opens()).isTrue();
        assertThat(seen.payload()).isEqualTo("abcd".getBytes(StandardCharsets.US_ASCII));
        for (int cut = 1; cut < file.capacity(); cut++) {
            byte[] part = Arrays.copyOf(file.array(), cut);
            if (cut != 24) {
                assertThatThrownBy(() -> read(part)).as("%d bytes", cut).isInstanceOf(CaptureException.class);
            }
        }
    }

    @Test
    void pcapngHasBlocks() throws IOException {
        ByteBuffer file = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x0a0d0d0a)
                .putInt(28)
                .putInt(0x1a2b3c4d)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1)
                .putInt(28);
        // An interface whose times are nanoseconds.
        file.putInt(1).putInt(32).putShort((short) 1).putShort((short) 0).putInt(0);
        file.putShort((short) 9)
                .putShort((short) 1)
                .put((byte) 9)
                .put(new byte[3])
                .putInt(0)
                .putInt(32);
        // Names, which nobody asked for.
        file.putInt(4).putInt(16).putInt(0).putInt(16);
        int padded = (SYN.length + 3) & ~3;
        long time = 1_700_000_000_005_000_000L;
        file.putInt(6).putInt(32 + padded).putInt(0).putInt((int) (time >>> 32)).putInt((int) time);
        file.putInt(SYN.length)
                .putInt(SYN.length)
                .put(SYN)
                .put(new byte[padded - SYN.length])
                .putInt(32 + padded);
        file.putInt(3)
                .putInt(16 + padded)
                .putInt(SYN.length)
                .put(SYN)
                .put(new byte[padded - SYN.length])
                .putInt(16 + padded);
        byte[] whole = Arrays.copyOf(file.array(), file.position());
        List<Frame> frames = read(whole);
        assertThat(frames).hasSize(2);
        assertThat(frames.getFirst().at()).hasToString("2023-11-14T22:13:20.005Z");
        assertThat(Seen.of(frames.getLast()).orElseThrow().targetPort()).isEqualTo(443);
        byte[] other = whole.clone();
        other[8 + 28 + 32 + 16] = 9;
        assertThatThrownBy(() -> read(new byte[] {0x50, 0x4b, 3, 4})).hasMessageContaining("neither pcap nor pcapng");
    }

    @Test
    void answersAreReadOverAliases() {
        byte[] answer = HexFormat.of()
                .parseHex("000181800001000200000000" + "0377777706436c6f756474076578616d706c6500" + "00010001"
                        + "c00c0005000100000005" + "0006" + "0365646765c017" + "c0310001000100000005" + "0004cb007105");
        // The alias points at "example", and the address belongs to edge.example.
        assertThat(DnsAnswer.of(answer)).isEmpty();
        byte[] plain = HexFormat.of()
                .parseHex("000181800001000200000000" + "03777777" + "074578616d706c6500" + "00010001"
                        + "c00c0005000100000005" + "0007" + "0465646765c010" + "c0290001000100000005" + "0004cb007105");
        assertThat(DnsAnswer.of(plain)).hasValueSatisfying(found -> {
            assertThat(found.name()).isEqualTo("www.example");
            assertThat(found.addresses()).extracting(Object::toString).containsExactly("203.0.113.5");
        });
        byte[] circle = HexFormat.of().parseHex("000181800001000000000000c00c00010001");
        assertThat(DnsAnswer.of(circle)).isEmpty();
    }

    @Test
    void aClientHelloOfTheJdkIsRead() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        SSLEngine engine = context.createSSLEngine("cloud.Maker.example", 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"mqtt"});
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] stream = Arrays.copyOf(out.array(), out.position());
        ClientHello hello = ClientHello.of(stream).orElseThrow();
        assertThat(hello.name()).isEqualTo("cloud.maker.example");
        assertThat(hello.versions()).contains(0x0304, 0x0303);
        assertThat(hello.cipherSuites()).contains(0x1301);
        assertThat(hello.protocols()).containsExactly("mqtt");
        assertThat(hello.groups()).contains(29);
        assertThat(hello.extensions()).contains(0, 16, 43);
        for (int cut = 0; cut < stream.length; cut++) {
            assertThat(ClientHello.of(Arrays.copyOf(stream, cut))).isEmpty();
        }
    }

    private static List<Frame> read(byte[] file) throws IOException {
        List<Frame> frames = new ArrayList<>();
        CaptureReader.read(new ByteArrayInputStream(file), frames::add);
        return frames;
    }
}
