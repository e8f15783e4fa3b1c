package dev.muster.server.http.testing;

import dev.muster.server.http.Endings;
import dev.muster.server.http.Gate;
import dev.muster.server.http.HttpLimits;
import dev.muster.server.http.HttpServer;
import dev.muster.server.http.KnownFaults;
import dev.muster.server.http.Listener;
import dev.muster.server.http.RateLimit;
import dev.muster.server.http.Routes;
import dev.muster.server.http.TlsIdentity;
import dev.muster.server.http.Traffic;
import dev.muster.testing.TestFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Both listeners, real TLS, free ports, an empty data directory. */
public final class TestServer implements AutoCloseable {
    private final HttpServer server;
    private final TlsIdentity identity;

    private TestServer(HttpServer server, TlsIdentity identity) {
        this.server = server;
        this.identity = identity;
    }

    /** Device doors with routes that need nothing. */
    public static TestServer devices(Routes devices) {
        return start(new Routes(), Gate.CLOSED, devices);
    }

    public static TestServer start(Routes console, Gate gate, Routes devices) {
        return start(console, gate, devices, HttpLimits.STANDARD);
    }

    /** Device doors of which what is read ends so when a caller goes. */
    public static TestServer devices(Routes devices, Endings endings) {
        return start(new Routes(), Gate.CLOSED, devices, HttpLimits.STANDARD, endings);
    }

    public static TestServer start(Routes console, Gate gate, Routes devices, HttpLimits limits) {
        return start(console, gate, devices, limits, Endings.NONE);
    }

    private static TestServer start(Routes console, Gate gate, Routes devices, HttpLimits limits, Endings endings) {
        TlsIdentity identity = identity();
        var listeners = List.of(
                new Listener("console", "127.0.0.1", 0, identity.serverOnly(), Set.of(), false, false, console, gate),
                new Listener(
                        "device",
                        "127.0.0.1",
                        0,
                        identity.acceptingAnyClientCertificate(),
                        Set.of("localhost", "127.0.0.1"),
                        true,
                        true,
                        devices,
                        Gate.CLOSED));
        RateLimit rate = new RateLimit(InstantSource.system(), 10_000, 10_000);
        HttpServer server = HttpServer.start(
                listeners, rate, new SecureRandom(), KnownFaults.NONE, limits, Traffic.IGNORED, endings, List.of());
        return new TestServer(server, identity);
    }

    private static TlsIdentity identity() {
        Path data = TestFolders.create("muster-http-");
        return TlsIdentity.open(data, List.of("localhost", "127.0.0.1"), InstantSource.system(), new SecureRandom());
    }

    /** The same server with an identity that another authority made, and clients that trust that one. */
    public TestServer renewed() {
        TlsIdentity next = identity();
        server.renew("console", next.serverOnly());
        server.renew("device", next.acceptingAnyClientCertificate());
        return new TestServer(server, next);
    }

    public URI console(String path) {
        return URI.create("https://localhost:" + server.port("console") + path);
    }

    public URI device(String path) {
        return URI.create("https://localhost:" + server.port("device") + path);
    }

    /** @param keys the client's certificate and key, or null for none */
    public SSLContext clientTls(KeyManager @Nullable [] keys) {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry("ca", identity.authority());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpClient client(KeyManager @Nullable [] keys) {
        return HttpClient.newBuilder().sslContext(clientTls(keys)).build();
    }

    /** Sends without a client certificate. */
    public HttpResponse<byte[]> send(HttpRequest request) {
        try (HttpClient client = client(null)) {
            return send(client, request);
        }
    }

    public static HttpResponse<byte[]> send(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
