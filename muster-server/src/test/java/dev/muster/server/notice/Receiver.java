package dev.muster.server.notice;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.muster.testing.Authority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A real HTTPS server that keeps what it gets and answers what it is told to. */
final class Receiver implements AutoCloseable {
    private static final char[] NO_PASSWORD = new char[0];

    record Got(Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.get(name).getFirst();
        }
    }

    final List<Got> got = new CopyOnWriteArrayList<>();
    final AtomicInteger status = new AtomicInteger(204);
    private final Authority authority;
    private final HttpsServer server;
    private final SSLContext context;

    Receiver() throws Exception {
        Instant since = Instant.now().minus(Duration.ofDays(1));
        authority = Authority.root("CN=Receivers", since);
        Authority.Identity identity = authority.identity("CN=localhost", since);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "me",
                identity.keys().getPrivate(),
                NO_PASSWORD,
                identity.chain().toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            got.add(new Got(exchange.getRequestHeaders(), new String(body, StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
    }

    SSLContext context() {
        return context;
    }

    String url(String path) {
        return "https://localhost:" + server.getAddress().getPort() + path;
    }

    /** The authority of this server, for whoever is to believe it. */
    void writeAuthority(Path file) throws Exception {
        Files.writeString(file, Authority.pem(authority.certificate()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
