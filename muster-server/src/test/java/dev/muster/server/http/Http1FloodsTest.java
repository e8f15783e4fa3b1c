package dev.muster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.http.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One connection that sends what is no content, without end (RFC 9112): it is cut off, and whoever else asks is answered. */
class Http1FloodsTest {
    private static final String POST = "POST /echo HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final int PIECES = 40_000;
    private static final int PIECE_BYTES = 1_000;

    private static TestServer server;

    @BeforeAll
    static void start() {
        Routes routes = new Routes()
                .get("/now", Need.NOTHING, _ -> Response.text("now"))
                .post("/echo", Need.NOTHING, r -> Response.text(r.body().length + " bytes"));
        server = TestServer.start(
                new Routes(), Gate.CLOSED, routes, HttpLimits.STANDARD.withPatience(Duration.ofSeconds(2), 512));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "a request line, 'GET /', x",
        "a header, 'GET /now HTTP/1.1\r\nhost: localhost\r\nx: ', y",
        "headers, 'GET /now HTTP/1.1\r\nhost: localhost\r\n', 'a: b\r\n'",
        "an extension of a chunk, 'POST1;', e",
        "the size of a chunk, 'POST', 0",
        "trailers, 'POST0\r\n', 't: u\r\n'",
        "lines before a request, '', '\r\n'",
    })
    void whatIsNoContentHasAnEnd(String what, String begins, String again) throws Exception {
        int sent = 0;
        try (SSLSocket socket = connect()) {
            Thread drain = Thread.ofVirtual().start(() -> drain(socket));
            OutputStream out = socket.getOutputStream();
            out.write((begins.startsWith("POST") ? POST + begins.substring(4) : begins)
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] piece = again.repeat(PIECE_BYTES / again.length()).getBytes(StandardCharsets.US_ASCII);
            try {
                for (; sent < PIECES && drain.isAlive(); sent++) {
                    out.write(piece);
                }
            } catch (IOException cut) {
                // That is what this is about.
            }
        }
        assertThat(sent).as("pieces of " + what + " until it was cut off").isLessThan(PIECES);
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
        return (SSLSocket) server.clientTls(null)
                .getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(), server.device("/").getPort());
    }
}
