package dev.muster.ledger.witness;

import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A witness at a URL (C2SP tlog-witness 1.0.0): {@code POST <url>/add-checkpoint}. */
public final class HttpWitness implements Cosigners.Line {
    /** A witness that needs longer is asked again later. */
    private static final Duration MOST_TIME = Duration.ofSeconds(10);

    private final HttpClient http;
    private final URI url;

    /**
     * @param url without the last part, such as {@code https://witness.example/witness/city}
     * @param anchors of its TLS certificate; empty for those of this machine
     */
    public HttpWitness(URI url, List<X509Certificate> anchors) {
        this.url = url;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(MOST_TIME)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER);
        this.http = (anchors.isEmpty() ? builder : builder.sslContext(trusting(anchors))).build();
    }

    /** Reads anchors from PEM. */
    public static List<X509Certificate> anchors(String pem) {
        return Pem.parse(pem).stream()
                .filter(block -> block.label().equals("CERTIFICATE"))
                .map(block -> CertificateReader.parse(block.content()))
                .toList();
    }

    @Override
    public Cosigners.Reply send(byte[] request) {
        return exchange(HttpRequest.newBuilder(at("/add-checkpoint"))
                .timeout(MOST_TIME)
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                .build());
    }

    /** Muster's own witnesses show the head that they cosigned last; others answer 404, and that is all we learn. */
    @Override
    public Optional<byte[]> last(String origin) {
        Cosigners.Reply reply = exchange(
                HttpRequest.newBuilder(at("/checkpoint?origin=" + URLEncoder.encode(origin, StandardCharsets.UTF_8)))
                        .timeout(MOST_TIME)
                        .build());
        return reply.status() == 200 ? Optional.of(reply.body().getBytes(StandardCharsets.UTF_8)) : Optional.empty();
    }

    private URI at(String rest) {
        return URI.create(url.toString().replaceFirst("/+$", "") + rest);
    }

    private Cosigners.Reply exchange(HttpRequest request) {
        try {
            HttpResponse<byte[]> answer = http.send(
                    request,
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), SignedNote.MAX_BYTES));
            return new Cosigners.Reply(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
        } catch (IOException away) {
            throw new UncheckedIOException(away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while asking " + url, stopped);
        }
    }

    private static SSLContext trusting(List<X509Certificate> anchors) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < anchors.size(); i++) {
                store.setCertificateEntry("anchor-" + i, anchors.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException unfit) {
            throw new IllegalStateException("the anchors of the witnesses cannot be used", unfit);
        }
    }
}
