package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.crypto.Keys;
import dev.muster.server.joining.Site.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.est.ESTException;
import org.bouncycastle.est.ESTService;
import org.bouncycastle.est.EnrollmentResponse;
import org.bouncycastle.est.HttpAuth;
import org.bouncycastle.est.jcajce.JsseESTServiceBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** EST by the client of BouncyCastle, under both versions of TLS. */
class BouncyCastleClientTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path data;

    private final Identity maker = Site.maker("Acme");

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void itReadsTheAuthoritiesAndWishesEnrolsAndRenews(String tls) throws Exception {
        try (Site site = Site.start(data, "sqlite", Map.of("joining.server-keys", "on"))) {
            site.accept(Site.ORG, maker, "Acme");
            ESTService factory = client(site, Site.factory(maker, "Acme", "cam-07"), tls);
            assertThat(ESTService.storeToArray(factory.getCACerts().getCertificateStore()))
                    .as("who issues, the root, and the server's own authority")
                    .hasSize(3);
            assertThat(factory.getCSRAttributes().hasAttributesResponse()).isTrue();
            KeyPair keys = Keys.generateP256(RANDOM);
            X509Certificate first = certificate(factory.simpleEnroll(false, request("CN=x", keys), null));
            ESTService local = client(site, new Identity(keys, first), tls);
            KeyPair next = Keys.generateP256(RANDOM);
            String subject = X500Name.getInstance(
                            first.getSubjectX500Principal().getEncoded())
                    .toString();
            X509Certificate second = certificate(local.simpleEnroll(true, request(subject, next), null));
            assertThat(second.getPublicKey()).isEqualTo(next.getPublic());

            EnrollmentResponse made = client(site, Site.factory(maker, "Acme", "cam-08"), tls)
                    .simpleEnrollWithServersideCreation(request("CN=x", Keys.generateP256(RANDOM)), null);
            assertThat(made.getPrivateKeyInfo()).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3"})
    void itAnswersAChallengeWithATokenAndWaitsForAPerson(String tls) throws Exception {
        try (Site site = Site.start(data, "sqlite")) {
            site.accept(Site.ORG, maker, "Acme", "approval");
            String secret = site.api("POST", "/api/v1/demo/joining/tokens", Map.of("device", "gw-1", "product", "cam"))
                    .path("token")
                    .asString();
            ESTService nobody = client(site, null, tls);
            PKCS10CertificationRequest csr = request("CN=gw", Keys.generateP256(RANDOM));
            certificate(nobody.simpleEnroll(false, csr, new HttpAuth("gw-1", secret.toCharArray())));
            assertThatThrownBy(() -> nobody.simpleEnroll(
                            false,
                            request("CN=gw", Keys.generateP256(RANDOM)),
                            new HttpAuth("x", secret.toCharArray())))
                    .isInstanceOf(ESTException.class)
                    .hasMessageContaining("401");

            ESTService factory = client(site, Site.factory(maker, "Acme", "cam-09"), tls);
            EnrollmentResponse waits = factory.simpleEnroll(false, request("CN=x", Keys.generateP256(RANDOM)), null);
            assertThat(waits.isCompleted()).isFalse();
            assertThat(waits.getNotBefore()).as("Retry-After, in its words").isPositive();
            site.api("POST", "/api/v1/demo/joining/waiting/cam-09/admit", null);
            certificate(factory.simpleEnroll(waits));
        }
    }

    private static X509Certificate certificate(EnrollmentResponse response) throws Exception {
        X509CertificateHolder[] holders = ESTService.storeToArray(response.getStore());
        assertThat(holders).hasSize(1);
        return new JcaX509CertificateConverter().getCertificate(holders[0]);
    }

    private static PKCS10CertificationRequest request(String subject, KeyPair keys) throws Exception {
        return new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    }

    private static ESTService client(Site site, @org.jspecify.annotations.Nullable Identity identity, String tls)
            throws Exception {
        URI server = site.device("/");
        JsseESTServiceBuilder builder =
                new JsseESTServiceBuilder(server.getHost() + ":" + server.getPort(), trust(site)).withTLSVersion(tls);
        builder.withLabel("demo");
        if (identity != null) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "me", identity.keys().getPrivate(), new char[0], new Certificate[] {identity.certificate()});
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            builder.withKeyManagers(factory.getKeyManagers());
        }
        return builder.build();
    }

    private static X509TrustManager trust(Site site) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        try (InputStream in = Files.newInputStream(site.serverCa())) {
            anchors.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }
}
