package dev.muster.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.muster.testing.Authority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A maker's server over real TLS: what it serves, and everything that it may do wrong. */
class SafeFetchTlsTest {
    private final Instant since = Instant.now().minusSeconds(3600);
    private static final int MOST = 1000;

    private final Authority authority = Authority.root("CN=Authority of hosts", since);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpsServer server;
    private Duration patience = Duration.ofSeconds(30);

    @BeforeEach
    void serve() throws Exception {
        server = server("CN=localhost");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aFileIsServedAndMayHaveMoved() throws IOException {
        assertThat(get("/lamp.json", true)).isEqualTo("lamp");
        assertThat(get("/moved", true)).isEqualTo("lamp");
    }

    @Test
    void whatIsNotAsItShouldBeIsRefused() {
        assertThat(reason(() -> get("/lost", true))).isEqualTo("fetch-status");
        assertThat(reason(() -> get("/large", true))).isEqualTo("fetch-large");
        assertThat(reason(() -> get("/endless", true))).isEqualTo("fetch-large");
        assertThat(reason(() -> get("/circle", true))).isEqualTo("fetch-redirects");
        assertThat(reason(() -> get("/plain", true))).isEqualTo("fetch-url");
        // This machine is not asked unless that was said.
        assertThat(reason(() -> get("/lamp.json", false))).isEqualTo("fetch-address");
        patience = Duration.ofSeconds(3);
        assertThat(reason(() -> get("/slow", true))).isEqualTo("fetch-slow");
    }

    @Test
    void aHostThatIsAnotherOrThatNobodySpeaksForIsNotAsked() throws Exception {
        HttpsServer other = server("CN=maker.example");
        try {
            assertThatThrownBy(() -> fetch(true, authority.certificate())
                            .get("https://localhost:" + other.getAddress().getPort() + "/lamp.json", "*/*", MOST))
                    .hasMessageContaining("localhost");
        } finally {
            other.stop(0);
        }
        X509Certificate stranger = Authority.root("CN=Stranger", since).certificate();
        assertThatThrownBy(() -> fetch(true, stranger).get(url("/lamp.json"), "*/*", MOST))
                .hasMessageContaining("certification path");
    }

    private HttpsServer server(String subject) throws Exception {
        Authority.Identity identity = authority.identity(subject, since);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "host",
                identity.keys().getPrivate(),
                new char[0],
                identity.chain().toArray(new X509Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer made = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.setHttpsConfigurator(new HttpsConfigurator(context));
        made.setExecutor(threads);
        made.createContext("/", this::answer);
        made.start();
        return made;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] lamp = "lamp".getBytes(StandardCharsets.US_ASCII);
        switch (exchange.getRequestURI().getPath()) {
            case "/lamp.json" -> {
                exchange.sendResponseHeaders(200, lamp.length);
                exchange.getResponseBody().write(lamp);
            }
            case "/moved" -> moved(exchange, "/lamp.json");
            case "/circle" -> moved(exchange, "/circle");
            case "/plain" -> moved(exchange, "http://localhost/lamp.json");
            case "/large" -> {
                exchange.sendResponseHeaders(200, MOST + 1L);
                exchange.getResponseBody().write(new byte[MOST + 1]);
            }
            case "/endless" -> {
                exchange.sendResponseHeaders(200, 0);
                for (int i = 0; i < 100; i++) {
                    exchange.getResponseBody().write(new byte[100]);
                }
            }
            case "/slow" -> slow(exchange);
            default -> exchange.sendResponseHeaders(404, -1);
        }
        exchange.close();
    }

    private static void moved(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().add("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private static void slow(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 100);
        try {
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(1);
                exchange.getResponseBody().flush();
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String get(String path, boolean privateAddresses) throws IOException {
        byte[] bytes = fetch(privateAddresses, authority.certificate()).get(url(path), "application/mud+json", MOST);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private String url(String path) {
        return "https://localhost:" + server.getAddress().getPort() + path;
    }

    private SafeFetch fetch(boolean privateAddresses, X509Certificate anchor) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("anchor", anchor);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return new SafeFetch(context.getSocketFactory(), privateAddresses, patience);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Get {
        Object get() throws IOException;
    }

    private static String reason(Get get) {
        try {
            return "got " + get.get();
        } catch (SafeFetch.FetchException refused) {
            return refused.reason();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
