package dev.muster.server.joining;

import static dev.muster.server.joining.Site.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import dev.muster.format.join.est.CertsOnly;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.server.joining.Site.Identity;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What EST answers look like, and what each mistake of a client is called. */
class EstFormsTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private static Path data;

    private static final Identity MAKER = Site.maker("Acme");
    private static Site site;

    @BeforeAll
    static void start() throws Exception {
        site = Site.start(data, "sqlite", Map.of("joining.server-keys", "on"));
        site.accept(Site.ORG, MAKER, "Acme");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void theAuthoritiesIncludeTheServersOwnUnderEveryPath() throws Exception {
        for (String path :
                List.of("/.well-known/est/cacerts", "/.well-known/est/demo/cacerts", "/demo/.well-known/est/cacerts")) {
            HttpResponse<byte[]> response = site.get(null, path);
            assertThat(response.headers().firstValue("content-transfer-encoding"))
                    .contains("base64");
            assertThat(response.headers().firstValue("content-length")).isPresent();
            List<X509Certificate> certificates = CertsOnly.parse(EstBase64.decode(response.body(), CertsOnly.MAX_BYTES))
                    .certificates();
            assertThat(certificates)
                    .extracting(
                            certificate -> certificate.getSubjectX500Principal().getName())
                    .hasSize(3)
                    .first()
                    .asString()
                    .contains("device CA");
        }
        assertThat(site.get(null, "/.well-known/est/nobody/cacerts").statusCode())
                .isEqualTo(404);
    }

    @Test
    void theAnswerHasTheFormOfTheRequest() throws Exception {
        byte[] csr = csr("form-1", Keys.generateP256(RANDOM));
        Identity factory = Site.factory(MAKER, "Acme", "form-1");
        String line = Base64.getEncoder().encodeToString(csr);
        String oneLine =
                text(site.est(factory, Site.ORG, EstMessage.SIMPLE_ENROLL, line.getBytes(StandardCharsets.UTF_8)));
        assertThat(oneLine.indexOf('\n')).isEqualTo(oneLine.length() - 1);
        String lines = text(site.est(factory, Site.ORG, EstMessage.SIMPLE_ENROLL, EstBase64.encode(csr)));
        assertThat(lines.lines()).hasSizeGreaterThan(3).allMatch(one -> one.length() <= 64);
    }

    @Test
    void aFactoryCertificateEnrolsAtReenrollToo() throws Exception {
        Identity factory = Site.factory(MAKER, "Acme", "re-1");
        KeyPair keys = Keys.generateP256(RANDOM);
        X509Certificate issued = Site.certificate(
                site.est(factory, Site.ORG, EstMessage.SIMPLE_REENROLL, EstBase64.encode(csr("re-1", keys))));
        byte[] next = Site.request("re-1", Keys.generateP256(RANDOM));
        Identity local = new Identity(keys, issued);
        X509Certificate second = Site.certificate(site.est(local, Site.ORG, EstMessage.SIMPLE_REENROLL, next));
        assertThat(Site.certificate(site.est(local, Site.ORG, EstMessage.SIMPLE_REENROLL, next)))
                .as("the answer was lost; the same question again")
                .isEqualTo(second);
        assertThat(code(site.est(
                        local, Site.ORG, EstMessage.SIMPLE_REENROLL, Site.request("re-1", Keys.generateP256(RANDOM)))))
                .isEqualTo("401 certificate-superseded");
    }

    @Test
    void everyMistakeHasItsName() throws Exception {
        Identity factory = Site.factory(MAKER, "Acme", "bad-1");
        byte[] csr = csr("bad-1", Keys.generateP256(RANDOM));
        assertThat(text(site.est(factory, Site.ORG, EstMessage.SIMPLE_ENROLL, new byte[0])))
                .contains("empty");
        assertThat(text(site.est(factory, Site.ORG, EstMessage.SIMPLE_ENROLL, csr)))
                .contains("DER in binary");
        String pem = "-----BEGIN CERTIFICATE REQUEST-----\n"
                + Base64.getMimeEncoder().encodeToString(csr);
        assertThat(text(site.est(factory, Site.ORG, EstMessage.SIMPLE_ENROLL, pem.getBytes(StandardCharsets.UTF_8))))
                .contains("is PEM");
        KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        HttpResponse<byte[]> refused = site.est(
                factory,
                Site.ORG,
                EstMessage.SIMPLE_ENROLL,
                EstBase64.encode(foreign(weak.generateKeyPair(), "SHA256withRSA")));
        assertThat(code(refused)).isEqualTo("403 key-unsupported");
        assertThat(text(refused)).contains("1024 bits");
        HttpResponse<byte[]> missing = site.est(null, Site.ORG, EstMessage.SIMPLE_ENROLL, EstBase64.encode(csr));
        assertThat(missing.statusCode()).isEqualTo(401);
        assertThat(missing.headers().firstValue("www-authenticate").orElse("")).startsWith("Basic realm=");
        HttpResponse<byte[]> spaced = site.est(
                Site.factory(MAKER, "Acme", "cam 07"), Site.ORG, EstMessage.SIMPLE_ENROLL, EstBase64.encode(csr));
        assertThat(code(spaced)).isEqualTo("401 idevid-subject");
        assertThat(text(spaced)).contains("cam 07").contains("no spaces");
    }

    /** strongSwan appends its path to an address that ends with a slash; others put one at the end, or have no label. */
    @Test
    void slashesTooManyAreForgiven() throws Exception {
        for (String path : List.of(
                "/.well-known/est//cacerts", "/.well-known/est/demo/cacerts/", "/demo//.well-known/est/cacerts")) {
            assertThat(site.get(null, path).statusCode()).as(path).isEqualTo(200);
        }
        byte[] csr = EstBase64.encode(csr("slash-1", Keys.generateP256(RANDOM)));
        Identity factory = Site.factory(MAKER, "Acme", "slash-1");
        assertThat(site.est(factory, Site.ORG, EstMessage.SIMPLE_ENROLL + "/", csr)
                        .statusCode())
                .isEqualTo(200);
        assertThat(site.get(null, "/devices//demo/orders").statusCode()).isEqualTo(404);
        assertThat(site.get(null, "/.well-known/est/demo/other/cacerts").statusCode())
                .isEqualTo(404);
    }

    @Test
    void theTypeOfARequestMayBeOldOrLeftOutAndNothingElse() throws Exception {
        Identity factory = Site.factory(MAKER, "Acme", "type-1");
        byte[] csr = EstBase64.encode(csr("type-1", Keys.generateP256(RANDOM)));
        for (List<String> good : List.of(
                List.<String>of(),
                List.of("content-type", "application/x-pkcs10"),
                List.of("content-type", "Application/PKCS10 ; charset=utf-8"),
                List.of("content-type", EstMessage.PKCS10, "content-transfer-encoding", "BINARY"))) {
            assertThat(typed(factory, csr, good).statusCode())
                    .as(good.toString())
                    .isEqualTo(200);
        }
        assertThat(code(typed(factory, csr, List.of("content-type", "application/x-www-form-urlencoded"))))
                .isEqualTo("415 content-type");
        assertThat(code(typed(factory, csr, List.of("content-encoding", "gzip"))))
                .isEqualTo("415 content-encoding");
    }

    private static HttpResponse<byte[]> typed(Identity who, byte[] body, List<String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        site.device(EstMessage.path(Site.ORG, EstMessage.SIMPLE_ENROLL)))
                .POST(BodyPublishers.ofByteArray(body));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        try (HttpClient client = site.client(who)) {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        }
    }

    /** As curl asks with --http1.0, which names it in the handshake; and whoever names nothing. With two slashes first. */
    @Test
    void theFirstHttpIsSpoken() throws Exception {
        for (String[] named : List.of(new String[] {"http/1.0"}, new String[0])) {
            try (HttpClient client = site.client(null);
                    SSLSocket socket = (SSLSocket) client.sslContext()
                            .getSocketFactory()
                            .createSocket("localhost", site.device("/").getPort())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setApplicationProtocols(named);
                socket.setSSLParameters(parameters);
                socket.getOutputStream()
                        .write("GET //.well-known/est/cacerts HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 200 ")
                        .contains("application/pkcs7-mime");
                assertThat(socket.getApplicationProtocol()).isEqualTo(named.length == 0 ? "" : named[0]);
            }
        }
    }

    @Test
    void anySoundHashGoesWithAnyCurve() throws Exception {
        for (Map.Entry<String, String> one : Map.of(
                        "secp256r1", "SHA384withECDSA",
                        "secp384r1", "SHA256withECDSA",
                        "secp521r1", "SHA512withECDSA")
                .entrySet()) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new java.security.spec.ECGenParameterSpec(one.getKey()));
            KeyPair keys = generator.generateKeyPair();
            X509Certificate issued = Site.certificate(site.est(
                    Site.factory(MAKER, "Acme", one.getKey()),
                    Site.ORG,
                    EstMessage.SIMPLE_ENROLL,
                    EstBase64.encode(foreign(keys, one.getValue()))));
            assertThat(issued.getPublicKey().getEncoded())
                    .isEqualTo(keys.getPublic().getEncoded());
        }
    }

    @Test
    void rsaPssEdwardsAndLatticeKeysAreIssuedFor() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        Map<String, KeyPair> keys = Map.of(
                "SHA512withRSA", rsa.generateKeyPair(),
                "SHA256withRSAandMGF1", rsa.generateKeyPair(),
                "Ed25519", KeyPairGenerator.getInstance("Ed25519").generateKeyPair(),
                "ML-DSA-44", KeyPairGenerator.getInstance("ML-DSA-44", "SUN").generateKeyPair());
        for (Map.Entry<String, KeyPair> one : keys.entrySet()) {
            HttpResponse<byte[]> response = site.est(
                    Site.factory(MAKER, "Acme", one.getKey()),
                    Site.ORG,
                    EstMessage.SIMPLE_ENROLL,
                    EstBase64.encode(foreign(one.getValue(), one.getKey())));
            assertThat(Site.certificate(response).getPublicKey().getEncoded())
                    .as(one.getKey())
                    .isEqualTo(one.getValue().getPublic().getEncoded());
        }
    }

    @Test
    void aKeyIsMadeForADeviceThatCannot() throws Exception {
        HttpResponse<byte[]> response = site.est(
                Site.factory(MAKER, "Acme", "skg-1"),
                Site.ORG,
                EstMessage.SERVERKEYGEN,
                EstBase64.encode(csr("skg-1", Keys.generateP256(RANDOM))));
        assertThat(response.statusCode()).isEqualTo(200);
        String[] parts = text(response).split("--muster-est-boundary(--)?\r\n", -1);
        assertThat(parts).hasSize(4);
        byte[] pkcs8 = Base64.getMimeDecoder().decode(parts[1].split("\r\n\r\n", 2)[1]);
        byte[] certs = EstBase64.decode(
                parts[2].split("\r\n\r\n", 2)[1].getBytes(StandardCharsets.UTF_8), CertsOnly.MAX_BYTES);
        Identity made = new Identity(
                new KeyPair(CertsOnly.parse(certs).certificates().getFirst().getPublicKey(), Keys.privateKey(pkcs8)),
                CertsOnly.parse(certs).certificates().getFirst());
        assertThat(site.get(made, "/devices/demo/orders").statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenWorksAsBearerToo() throws Exception {
        String secret = site.api("POST", "/api/v1/demo/joining/tokens", Map.of("device", "tok-1", "product", "cam"))
                .path("token")
                .asString();
        byte[] csr = EstBase64.encode(csr("tok-1", Keys.generateP256(RANDOM)));
        HttpResponse<byte[]> first = withHeader("Bearer " + secret, csr);
        assertThat(Site.certificate(first)).isEqualTo(Site.certificate(withHeader("Bearer " + secret, csr)));
        byte[] other = EstBase64.encode(csr("tok-1", Keys.generateP256(RANDOM)));
        HttpResponse<byte[]> replayed = withHeader("Bearer " + secret, other);
        assertThat(code(replayed)).isEqualTo("401 token-used");
        assertThat(replayed.headers().firstValue("www-authenticate")).isPresent();
        assertThat(code(withHeader(
                        "Basic " + Base64.getEncoder().encodeToString("x:guess".getBytes(StandardCharsets.UTF_8)),
                        other)))
                .isEqualTo("401 token-unknown");
    }

    private static HttpResponse<byte[]> withHeader(String authorization, byte[] body) throws Exception {
        try (HttpClient client = site.client(null)) {
            return client.send(
                    HttpRequest.newBuilder(site.device("/.well-known/est/simpleenroll"))
                            .header("content-type", EstMessage.PKCS10)
                            .header("authorization", authorization)
                            .POST(BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofByteArray());
        }
    }

    private static byte[] csr(String serial, KeyPair keys) {
        return CertificationRequest.create(SubjectName.device("x", serial), keys)
                .encode();
    }

    /** A request by BouncyCastle's own builder, signed with an algorithm that we would not choose. */
    private static byte[] foreign(KeyPair keys, String algorithm) throws Exception {
        return new org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder(
                        new org.bouncycastle.asn1.x500.X500Name("CN=any"), keys.getPublic())
                .build(signer(algorithm).build(keys.getPrivate()))
                .getEncoded();
    }

    private static org.bouncycastle.operator.jcajce.JcaContentSignerBuilder signer(String algorithm) {
        var builder = new org.bouncycastle.operator.jcajce.JcaContentSignerBuilder(algorithm);
        // The JDK has PSS under another name, and keys of ML-DSA go with their own provider only.
        return algorithm.endsWith("MGF1")
                ? builder.setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                : algorithm.startsWith("ML-DSA")
                        ? builder.setProvider(java.security.Security.getProvider("SUN"))
                        : builder;
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
