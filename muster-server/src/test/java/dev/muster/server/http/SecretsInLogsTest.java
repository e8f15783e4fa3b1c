package dev.muster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.muster.server.http.testing.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A path may have a secret in it (an unused sign-in link, a calendar's address): whatever goes wrong, no log has it. */
class SecretsInLogsTest {
    private static final String SECRET = "hW3xQ9sSecretOfALinkThatNobodyUsedYet";

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            logged.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + trace);
        }
    };
    private Level before;
    private TestServer server;

    private static ch.qos.logback.classic.Logger logger(String name) {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(name);
    }

    @BeforeEach
    void listenAsAServerDoes() {
        ch.qos.logback.classic.Logger root = logger(Logger.ROOT_LOGGER_NAME);
        before = root.getLevel();
        root.setLevel(Level.INFO);
        logger("org.eclipse.jetty").setLevel(Level.WARN);
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
        Routes routes = new Routes();
        routes.get("/fault/{secret}", Need.NOTHING, _ -> {
            throw new IllegalStateException("our fault");
        });
        routes.get("/deep/{secret}", Need.NOTHING, _ -> deeper(1));
        routes.get("/gone/{secret}", Need.NOTHING, _ -> {
            throw new UncheckedIOException(new IOException("gone"));
        });
        routes.get(
                "/later/{secret}",
                Need.NOTHING,
                _ -> Response.later(CompletableFuture.failedFuture(new IllegalStateException("our later fault"))));
        routes.post("/fault/{secret}", Need.NOTHING, _ -> {
            throw new IllegalStateException("our fault");
        });
        server = TestServer.devices(routes);
    }

    @AfterEach
    void stop() {
        server.close();
        ch.qos.logback.classic.Logger root = logger(Logger.ROOT_LOGGER_NAME);
        root.detachAppender(appender);
        root.setLevel(before);
        logger("org.eclipse.jetty").setLevel(null);
        appender.stop();
    }

    private static Response deeper(int level) {
        return level < 0 ? Response.text("") : deeper(level + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fault", "deep", "later"})
    void aFaultIsToldByItsRoute(String route) {
        int status = server.send(HttpRequest.newBuilder(server.device("/" + route + "/" + SECRET + "?next=" + SECRET))
                        .header("referer", "https://localhost/sign-in/" + SECRET)
                        .build())
                .statusCode();
        assertThat(status).isEqualTo(500);
        assertThat(logged).anyMatch(line -> line.contains("/" + route + "/{secret} failed"));
        assertThat(logged).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void whatCannotBeReadIsNotToldByItsPath() throws IOException {
        String at = "/fault/" + SECRET;
        for (String request : List.of(
                "GET " + at + " HTTP/9.9\r\n\r\n",
                "GET " + at + " HTTP/1.1\r\nhost: localhost\r\nbroken line\r\n\r\n",
                "GET " + at + " HTTP/1.1\r\nhost: localhost\r\nx: " + "y".repeat(20_000) + "\r\n\r\n",
                "GET " + at + "/../" + SECRET + "%2f%00 HTTP/1.1\r\nhost: localhost\r\n\r\n",
                "GET " + at + "\u0001 HTTP/1.1\r\nhost: localhost\r\n\r\n",
                "TRACE " + at + " HTTP/1.1\r\nhost: localhost\r\n\r\n",
                "GET /nowhere" + at + " HTTP/1.1\r\nhost: elsewhere\r\n\r\n",
                "GET /gone/" + SECRET + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
                "POST " + at + " HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n",
                "POST " + at + " HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n")) {
            assertThat(answer(request)).startsWith("HTTP/1.1 ");
        }
        assertThat(logged).noneMatch(line -> line.contains(SECRET));
        assertThat(logged).as("the engine's own refusals are told").anyMatch(line -> line.contains("PlainErrors"));
    }

    private String answer(String request) throws IOException {
        try (SSLSocket socket = (SSLSocket) server.clientTls(null)
                .getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(), server.device("/").getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            byte[] some = new byte[64];
            int read = socket.getInputStream().read(some);
            return new String(some, 0, Math.max(0, read), StandardCharsets.US_ASCII);
        }
    }
}
