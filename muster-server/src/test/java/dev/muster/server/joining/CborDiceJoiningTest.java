package dev.muster.server.joining;

import static dev.muster.server.joining.Site.ORG;
import static dev.muster.server.joining.Site.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.attest.dice.DiceJoining;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.server.http.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices whose factory identity is a DICE chain in CBOR: Android's, with its maker's certificate, and Open DICE's. */
class CborDiceJoiningTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] CERTIFIES = {0x20};

    @TempDir
    Path data;

    private Site site;
    private final Site.Identity maker = Site.maker("Acme");
    private final KeyPair uds = ed25519();
    private final KeyPair first = ed25519();
    private final KeyPair speaking = Keys.generateP256(RANDOM);
    private final KeyPair local = Keys.generateP256(RANDOM);

    /** What the maker signed for the device's first key, as lists for provisioning have it. */
    private final X509Certificate udsCertificate = certificate(
            maker,
            SubjectName.factory("Acme", "cam-3", "phone-1"),
            Instant.now().plusSeconds(86_400));

    @BeforeEach
    void start() throws Exception {
        site = Site.start(data, "sqlite");
        site.accept(ORG, maker, "Acme");
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private X509Certificate certificate(Site.Identity issuer, SubjectName subject, Instant end) {
        return new CertificateTemplate(
                        subject,
                        CertificateTemplate.randomSerial(RANDOM),
                        Instant.now().minusSeconds(86_400L * 400),
                        end,
                        CertificatePurpose.FACTORY)
                .issue(
                        uds.getPublic(),
                        new CertificateTemplate.Issuer(
                                issuer.certificate(), issuer.keys().getPrivate()));
    }

    private static String name(KeyPair keys) {
        byte[] encoded = keys.getPublic().getEncoded();
        return HexFormat.of().formatHex(encoded, encoded.length - 20, encoded.length);
    }

    private static CborMapBuilder claims(KeyPair issuer, KeyPair subject) {
        return Cbor.map()
                .put(1, name(issuer))
                .put(2, name(subject))
                .put(-4_670_545, new byte[64])
                .put(-4_670_551, new byte[] {1})
                .put(-4_670_552, CoseKey.of(subject.getPublic()).encode());
    }

    private static byte[] signed(CborMapBuilder claims, KeyPair issuer) {
        return Sign1Builder.create()
                .payload(claims.build().encoded())
                .sign(signer(issuer))
                .encode();
    }

    private static byte[] layer(KeyPair issuer, KeyPair subject) {
        return signed(claims(issuer, subject).put(-4_670_553, CERTIFIES), issuer);
    }

    private static CoseSigner signer(KeyPair keys) {
        return CoseSigner.of(VerificationKey.of(keys.getPublic()).algorithm(), keys.getPrivate(), Optional.empty());
    }

    private List<byte[]> layers() {
        return List.of(layer(uds, first), layer(first, speaking));
    }

    private static List<byte[]> chain(byte[] head, List<byte[]> layers) {
        List<byte[]> chain = new ArrayList<>(List.of(head));
        chain.addAll(layers);
        return chain;
    }

    private static byte[] der(X509Certificate certificate) {
        return CertificateReader.encoded(certificate);
    }

    private HttpResponse<byte[]> post(String path, byte[] body) throws Exception {
        try (HttpClient client = site.client(null)) {
            HttpRequest request = HttpRequest.newBuilder(site.device(path))
                    .header("content-type", DiceJoining.MEDIA_TYPE)
                    .POST(BodyPublishers.ofByteArray(body))
                    .build();
            return client.send(request, BodyHandlers.ofByteArray());
        }
    }

    private byte[] nonce() throws Exception {
        return DiceJoining.Nonce.parse(
                        post("/dice/" + ORG + "/joining/nonce", new byte[0]).body())
                .value();
    }

    private static byte[] request(String named, KeyPair keys) {
        return CertificationRequest.create(SubjectName.device(ORG, named), keys).encode();
    }

    private HttpResponse<byte[]> join(List<byte[]> chain, byte[] request, KeyPair by) throws Exception {
        DiceJoining.Said said = new DiceJoining.Said(nonce(), request);
        return post("/dice/" + ORG + "/joining", DiceJoining.Asked.encode(chain, said, signer(by)));
    }

    private String refused(List<byte[]> chain) throws Exception {
        return code(join(chain, request("phone-1", local), speaking));
    }

    @Test
    void aChainUnderWhatTheMakerSignedJoinsAndStaysWhoItIs() throws Exception {
        List<byte[]> android = new ArrayList<>(
                List.of(der(udsCertificate), CoseKey.of(uds.getPublic()).encode()));
        android.addAll(layers());
        HttpResponse<byte[]> answer = join(android, request("phone-1", local), speaking);
        X509Certificate got = Site.certificate(answer);
        assertThat(got.getPublicKey()).isEqualTo(local.getPublic());
        assertThat(SubjectName.of(got.getSubjectX500Principal()).serialNumber()).contains("phone-1");
        // Other firmware, other keys above the first: still the same device, under the key that it has here.
        KeyPair updated = ed25519();
        List<byte[]> after = chain(der(udsCertificate), List.of(layer(uds, updated)));
        assertThat(Site.certificate(join(after, request("phone-1", local), updated)))
                .isEqualTo(got);
        assertThat(code(join(after, request("phone-1", Keys.generateP256(RANDOM)), updated)))
                .isEqualTo("403 already-enrolled");
        assertThat(code(join(after, request("phone-2", local), updated))).isEqualTo("403 subject-mismatch");
        // With the certificate it renews as every device.
        Site.Identity renewing = new Site.Identity(local, got);
        assertThat(site.est(renewing, ORG, "simplereenroll", Site.request("phone-1", local))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void openDiceJoinsByTheAnchorOfThisDevice() throws Exception {
        String id = name(uds);
        X509Certificate anchor = new CertificateTemplate(
                        new SubjectName(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(id)),
                        CertificateTemplate.randomSerial(RANDOM),
                        Instant.now().minusSeconds(60),
                        Instant.now().plusSeconds(86_400),
                        CertificatePurpose.AUTHORITY)
                .selfSigned(uds);
        List<byte[]> chain = chain(layer(uds, uds), layers());
        assertThat(code(join(chain, request(id, local), speaking))).isEqualTo("401 idevid-untrusted");
        site.api(
                "POST",
                "/api/v1/demo/anchors",
                Map.of("maker", "Acme", "certificate", new Pem("CERTIFICATE", der(anchor)).encode()));
        assertThat(code(join(chain, request(id, local), speaking))).isEqualTo("403 device-not-registered");
        site.api("POST", "/api/v1/demo/joining/import", Map.of("product", "cam", "list", id));
        X509Certificate got = Site.certificate(join(chain, request(id, local), speaking));
        assertThat(SubjectName.of(got.getSubjectX500Principal()).serialNumber()).contains(id);
    }

    @Test
    void eachWrongThingIsRefusedByItsName() throws Exception {
        byte[] certificate = der(udsCertificate);
        List<byte[]> good = chain(certificate, layers());
        assertThat(refused(List.of(certificate, layer(uds, first), layer(uds, speaking))))
                .isEqualTo("401 idevid-untrusted");
        assertThat(refused(chain(certificate, List.of(layer(first, first), layer(first, speaking)))))
                .isEqualTo("401 idevid-untrusted");
        assertThat(refused(chain(CoseKey.of(uds.getPublic()).encode(), layers())))
                .isEqualTo("401 idevid-untrusted");
        Site.Identity stranger = Site.maker("Acme");
        SubjectName subject = SubjectName.factory("Acme", "cam-3", "phone-1");
        Instant end = Instant.now().plusSeconds(60);
        assertThat(refused(chain(der(certificate(stranger, subject, end)), layers())))
                .isEqualTo("401 idevid-untrusted");
        assertThat(refused(chain(der(certificate(maker, subject, Instant.now().minusSeconds(86_400))), layers())))
                .isEqualTo("401 idevid-expired");
        assertThat(refused(chain(der(certificate(maker, SubjectName.factory("Other", "cam-3", "x"), end)), layers())))
                .isEqualTo("401 idevid-maker-mismatch");
        assertThat(refused(chain(der(certificate(maker, SubjectName.authority("Acme", "uds"), end)), layers())))
                .isEqualTo("401 idevid-subject");
        byte[] over = signed(claims(uds, speaking).put(4, 1_000_000_000), uds);
        assertThat(refused(chain(certificate, List.of(over)))).isEqualTo("401 idevid-expired");
        byte[] later = signed(claims(uds, speaking).put(5, 9_000_000_000L), uds);
        assertThat(refused(chain(certificate, List.of(later)))).isEqualTo("401 idevid-not-yet-valid");
        byte[] silent = signed(claims(uds, speaking).put(-4_670_553, new byte[] {0x10}), uds);
        assertThat(refused(chain(certificate, List.of(silent)))).isEqualTo("401 idevid-usage");
        assertThat(code(join(good, request("phone-1", local), first))).isEqualTo("401 layer-unproven");
        assertThat(code(join(good, request("phone-1", uds), speaking))).isEqualTo("403 key-is-factory-key");
        byte[] bent = request("phone-1", local);
        bent[bent.length - 1] ^= 1;
        assertThat(code(join(good, bent, speaking))).isEqualTo("400 possession-unproven");
    }

    @Test
    void noncesAndBytesAreJudgedFirst() throws Exception {
        List<byte[]> good = chain(der(udsCertificate), layers());
        byte[] nonce = nonce();
        nonce[31] ^= 1;
        for (byte[] wrong : List.of(nonce, new byte[0], new byte[32], new byte[33])) {
            DiceJoining.Said said = new DiceJoining.Said(wrong, request("phone-1", local));
            assertThat(code(post("/dice/demo/joining", DiceJoining.Asked.encode(good, said, signer(speaking)))))
                    .isEqualTo("409 nonce-unknown");
        }
        assertThat(post("/dice/demo/joining", new byte[] {(byte) 0xa0}).statusCode())
                .isEqualTo(400);
        assertThat(post("/dice/demo/joining", new byte[DiceJoining.MAX_BYTES + 1])
                        .statusCode())
                .isEqualTo(413);
        assertThat(post("/dice/nobody/joining/nonce", new byte[0]).statusCode()).isEqualTo(404);
        assertThat(post("/dice/nobody/joining", new byte[] {(byte) 0xa0}).statusCode())
                .isEqualTo(404);
        String told = Json.tree(site.apiResponse("GET", "/api/v1/demo/joining/refusals", null)
                        .body())
                .toString();
        assertThat(told).contains("nonce-unknown").contains("request-malformed");
    }
}
