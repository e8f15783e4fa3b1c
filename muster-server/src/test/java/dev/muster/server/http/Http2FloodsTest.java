package dev.muster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.http.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One connection that makes HTTP/2 (RFC 9113) work for nothing: streams that are taken back at once (CVE-2023-44487), streams
 * that make us take them back (CVE-2025-8671), headers without end (CVE-2024-27316), and questions that nobody needs answered.
 * It loses its connection, and whoever else asks is answered.
 */
class Http2FloodsTest {
    private static final int FRAMES = 100_000;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int PRIORITY = 2;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private static final AtomicInteger HANDLED = new AtomicInteger();
    private static TestServer server;

    /** What is sent again and again, as the n-th of its kind. */
    enum Flood {
        TAKEN_BACK {
            @Override
            void send(Frames frames, int n) throws IOException {
                frames.headers(stream(n), END_STREAM | END_HEADERS);
                frames.frame(RST_STREAM, 0, stream(n), new byte[] {0, 0, 0, 8});
            }
        },
        MADE_TO_TAKE_BACK {
            @Override
            void send(Frames frames, int n) throws IOException {
                frames.headers(stream(n), END_STREAM | END_HEADERS);
                frames.frame(WINDOW_UPDATE, 0, stream(n), new byte[4]);
            }
        },
        HEADERS_WITHOUT_END {
            @Override
            void send(Frames frames, int n) throws IOException {
                if (n == 0) {
                    frames.headers(1, 0);
                }
                // A literal header without index: x: yyy…
                ByteArrayOutputStream header = new ByteArrayOutputStream();
                header.write(new byte[] {0, 1, 'x', 100});
                header.write("y".repeat(100).getBytes(StandardCharsets.US_ASCII));
                frames.frame(CONTINUATION, 0, 1, header.toByteArray());
            }
        },
        EMPTY_CONTINUATIONS {
            @Override
            void send(Frames frames, int n) throws IOException {
                if (n == 0) {
                    frames.headers(1, 0);
                }
                frames.frame(CONTINUATION, 0, 1, new byte[0]);
            }
        },
        PINGS {
            @Override
            void send(Frames frames, int n) throws IOException {
                frames.frame(PING, 0, 0, new byte[8]);
            }
        },
        SETTINGS_AGAIN {
            @Override
            void send(Frames frames, int n) throws IOException {
                frames.frame(SETTINGS, 0, 0, new byte[0]);
            }
        },
        PRIORITIES {
            @Override
            void send(Frames frames, int n) throws IOException {
                frames.frame(PRIORITY, 0, stream(n), new byte[5]);
            }
        };

        abstract void send(Frames frames, int n) throws IOException;

        static int stream(int n) {
            return 2 * n + 1;
        }
    }

    /** RFC 9113 §4.1, over one connection. */
    record Frames(OutputStream out) {
        void frame(int type, int flags, int stream, byte[] payload) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
            frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
            frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
            out.write(frame.array());
        }

        /** GET https://localhost/now, by the static table of RFC 7541 and one literal each. */
        void headers(int stream, int flags) throws IOException {
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            block.write(new byte[] {(byte) 0x82, (byte) 0x87});
            literal(block, 4, "/now");
            literal(block, 1, "localhost");
            frame(HEADERS, flags, stream, block.toByteArray());
        }

        private static void literal(ByteArrayOutputStream block, int name, String value) throws IOException {
            block.write(name);
            block.write(value.length());
            block.write(value.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @BeforeAll
    static void start() {
        server = TestServer.devices(new Routes().get("/now", Need.NOTHING, _ -> {
            HANDLED.incrementAndGet();
            return Response.text("now");
        }));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Flood.class)
    void aFloodEndsItsConnectionAndNobodyElses(Flood flood) throws Exception {
        HANDLED.set(0);
        int sent = 0;
        try (SSLSocket socket = connect()) {
            Thread drain = Thread.ofVirtual().start(() -> drain(socket));
            OutputStream out = socket.getOutputStream();
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Frames frames = new Frames(out);
            frames.frame(SETTINGS, 0, 0, new byte[0]);
            try {
                for (; sent < FRAMES && drain.isAlive(); sent++) {
                    flood.send(frames, sent);
                    if (sent % 1_000 == 0) {
                        out.flush();
                    }
                }
            } catch (IOException cut) {
                // That is what this is about.
            }
            assertThat(sent).as("frames until it was cut off").isBetween(1, FRAMES - 1);
        }
        assertThat(HANDLED.get()).as("requests that were worked on").isLessThan(2_000);
        assertThat(server.send(HttpRequest.newBuilder(server.device("/now")).build())
                        .statusCode())
                .isEqualTo(200);
    }

    private static void drain(SSLSocket socket) {
        try (InputStream in = socket.getInputStream()) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException cut) {
            // It is over.
        }
    }

    private static SSLSocket connect() throws IOException {
        SSLSocket socket = (SSLSocket) server.clientTls(null)
                .getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(), server.device("/").getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        return socket;
    }
}
