package dev.muster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.http.testing.TestServer;
import dev.muster.testing.TestFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was made for one answer is gone when that was taken, was not asked for after all, or the peer is gone. */
@Timeout(60)
class SpooledTest {
    private static final int BYTES = 8 << 20;

    private final Path folder = TestFolders.create("muster-spool-");
    private final Semaphore departed = new Semaphore(0);

    private Response spooled(Request request) {
        try {
            Path file = Files.write(folder.resolve("answer"), new byte[BYTES]);
            return Response.spooled(file, "application/octet-stream", departed::release);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void isGone() throws Exception {
        assertThat(departed.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void whoeverMadeItIsToldThatItIsGone() throws Exception {
        Routes routes = new Routes().get("/spooled", Need.NOTHING, this::spooled);
        HttpLimits limits = HttpLimits.STANDARD.withPatience(Duration.ofSeconds(2), 1 << 20);
        try (TestServer server = TestServer.start(new Routes(), Gate.CLOSED, routes, limits);
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(server.clientTls(null))
                        .build()) {
            HttpRequest.Builder asked = HttpRequest.newBuilder(server.device("/spooled"));
            assertThat(client.send(asked.GET().build(), HttpResponse.BodyHandlers.ofByteArray())
                            .body())
                    .hasSize(BYTES);
            isGone();
            client.send(asked.method("HEAD", BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.discarding());
            isGone();
            try (SSLSocket slow = (SSLSocket) server.clientTls(null)
                    .getSocketFactory()
                    .createSocket(
                            InetAddress.getLoopbackAddress(), server.device("/").getPort())) {
                slow.getOutputStream()
                        .write("GET /spooled HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                slow.getOutputStream().flush();
                assertThat(slow.getInputStream().read()).isPositive();
                isGone();
            }
        }
        assertThat(departed.availablePermits()).isZero();
    }
}
