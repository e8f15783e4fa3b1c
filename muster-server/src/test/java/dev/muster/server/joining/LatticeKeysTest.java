package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.join.est.EstMessage;
import dev.muster.server.joining.Site.Identity;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What TLS of Java 25 can and cannot do with ML-DSA (docs/guides/operations.md says it so). */
class LatticeKeysTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ORDERS = "/devices/demo/orders";

    @TempDir
    Path data;

    private final Identity maker = Site.maker("Acme");

    /** The certificate is given; in the handshake its key has no signature that both sides know, so none is shown. */
    @Test
    void aDeviceWithALatticeKeyGetsACertificateAndCannotShowIt() throws Exception {
        try (Site site = Site.start(data, "sqlite")) {
            site.accept(Site.ORG, maker, "Acme");
            String secret = site.api("POST", "/api/v1/demo/joining/tokens", Map.of("device", "gw-1", "product", "cam"))
                    .path("token")
                    .asString();
            KeyPair keys = Keys.generate(SignatureScheme.ML_DSA_44, RANDOM);
            HttpResponse<byte[]> given;
            try (HttpClient client = site.client(null)) {
                given = client.send(
                        HttpRequest.newBuilder(site.device(EstMessage.path(Site.ORG, EstMessage.SIMPLE_ENROLL)))
                                .header("content-type", EstMessage.PKCS10)
                                .header("authorization", "Bearer " + secret)
                                .POST(BodyPublishers.ofByteArray(Site.request("gw-1", keys)))
                                .build(),
                        BodyHandlers.ofByteArray());
            }
            Identity gateway = new Identity(keys, Site.certificate(given));
            assertThat(gateway.certificate().getPublicKey()).isEqualTo(keys.getPublic());
            assertThat(Site.code(site.get(gateway, ORDERS))).isEqualTo("401 certificate-missing");
        }
    }

    /**
     * A P-256 key under an authority of ML-DSA-44: the JDK's own client shows its certificate, and what is built on OpenSSL
     * before 3.5 refuses to load it, at whatever security level, because it knows no strength of its signature.
     */
    @Test
    void aKeyOfTodayUnderALatticeAuthorityIsShownByJavaAndNotByOpenssl30() throws Exception {
        Tools.need("curl", "openssl");
        try (Site site = Site.start(data.resolve("site"), "sqlite", Map.of("joining.rollover-minutes", "0"))) {
            site.accept(Site.ORG, maker, "Acme");
            site.api("POST", "/api/v1/demo/authorities/announce", Map.of("key", "ML-DSA-44", "root", true));
            site.api("POST", "/api/v1/demo/authorities/activate", Map.of());
            Identity cam = site.enrol(Site.factory(maker, "Acme", "cam-07"), "cam-07");
            assertThat(cam.certificate().getSigAlgOID()).isEqualTo("2.16.840.1.101.3.4.3.17");
            assertThat(site.get(cam, ORDERS).statusCode()).isEqualTo(200);
            Tools tools = new Tools(data);
            Files.writeString(tools.file("cam.pem"), cam.certificatePem());
            Files.writeString(tools.file("cam.key"), cam.keyPem());
            boolean old = tools.run("openssl", "version").startsWith("OpenSSL 3.0");
            for (String ciphers : new String[] {"DEFAULT", "DEFAULT@SECLEVEL=0"}) {
                String curl = tools.any(
                                "curl",
                                "-sS",
                                "-o",
                                "out",
                                "-w",
                                "%{http_code}",
                                "--cacert",
                                site.serverCa().toString(),
                                "--ciphers",
                                ciphers,
                                "--cert",
                                "cam.pem",
                                "--key",
                                "cam.key",
                                site.device(ORDERS).toString())
                        .out();
                assertThat(curl).as(ciphers).contains(old ? "ca md too weak" : "200");
            }
        }
    }
}
