package dev.muster.bench.hostile;

import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.attest.eat.Ueid;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.join.est.CertsOnly;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** One enrolled device with a connection that stays open. */
final class HonestDevice implements AutoCloseable {
    static final String MAKER = "Acme";
    static final String MODEL = "cam-3";
    private static final String ME = "me";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Doors target;
    private final String id;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private final HttpClient client;

    private HonestDevice(Doors target, String id, KeyPair keys, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        this.target = target;
        this.id = id;
        this.keys = keys;
        this.certificate = certificate;
        this.client = client(target, keys, certificate);
    }

    /** What a factory signs with. */
    record Factory(KeyPair keys, X509Certificate certificate) {
        static Factory create() {
            KeyPair keys = Keys.generateP256(RANDOM);
            return new Factory(
                    keys,
                    template(SubjectName.authority(MAKER, MAKER + " root"), CertificatePurpose.AUTHORITY)
                            .selfSigned(keys));
        }
    }

    private static CertificateTemplate template(SubjectName subject, CertificatePurpose purpose) {
        return new CertificateTemplate(
                subject,
                CertificateTemplate.randomSerial(RANDOM),
                Instant.now().minusSeconds(3600),
                Instant.now().plusSeconds(86_400),
                purpose);
    }

    /** Enrols over EST with a certificate of the factory. */
    static HonestDevice enrol(Doors target, Factory factory, String id) throws Exception {
        KeyPair born = Keys.generateP256(RANDOM);
        X509Certificate idevid = template(SubjectName.factory(MAKER, MODEL, id), CertificatePurpose.FACTORY)
                .issue(
                        born.getPublic(),
                        new CertificateTemplate.Issuer(
                                factory.certificate(), factory.keys().getPrivate()));
        KeyPair keys = Keys.generateP256(RANDOM);
        byte[] request = EstBase64.encode(CertificationRequest.create(SubjectName.device(Doors.ORG, id), keys)
                .encode());
        try (HttpClient client = client(target, born, idevid)) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(target.device(EstMessage.path(Doors.ORG, EstMessage.SIMPLE_ENROLL)))
                            .header("content-type", EstMessage.PKCS10)
                            .POST(BodyPublishers.ofByteArray(request))
                            .build(),
                    BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException("not enrolled: " + new String(answer.body(), StandardCharsets.UTF_8));
            }
            X509Certificate local = CertsOnly.parse(EstBase64.decode(answer.body(), CertsOnly.MAX_BYTES))
                    .certificates()
                    .getFirst();
            return new HonestDevice(target, id, keys, local);
        }
    }

    private static HttpClient client(Doors target, KeyPair keys, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        KeyStore store = store(keys, certificate);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(managers.getKeyManagers(), trusted(target), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .connectTimeout(PATIENCE)
                .build();
    }

    private static KeyStore store(KeyPair keys, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ME, keys.getPrivate(), new char[0], new Certificate[] {certificate});
        return store;
    }

    /** Its identity as a file, for {@link #kept} in another process. */
    void keep(Path file) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store(keys, certificate).store(out, new char[0]);
        }
    }

    static HonestDevice kept(Doors target, String id, Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, new char[0]);
        }
        X509Certificate certificate = (X509Certificate) store.getCertificate(ME);
        PrivateKey key = (PrivateKey) store.getKey(ME, new char[0]);
        return new HonestDevice(target, id, new KeyPair(certificate.getPublicKey(), key), certificate);
    }

    private static TrustManager[] trusted(Doors target) throws IOException, GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        try (InputStream in = Files.newInputStream(target.tlsCa())) {
            anchors.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        return trust.getTrustManagers();
    }

    /** Asks for a challenge and answers it. @return nanoseconds for both; empty when it was not appraised */
    Optional<Long> attest(int files) {
        long began = System.nanoTime();
        try {
            HttpResponse<byte[]> challenge = post("challenge", "application/cbor", new byte[0]);
            if (challenge.statusCode() != 200) {
                return Optional.empty();
            }
            byte[] nonce = Cbor.parse(challenge.body()).asMap().require(1).asBytes();
            HttpResponse<byte[]> result = post("evidence", EatToken.MEDIA_TYPE, token(nonce, files));
            return result.statusCode() == 200 ? Optional.of(System.nanoTime() - began) : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private HttpResponse<byte[]> post(String door, String type, byte[] body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(target.device("/rats/" + Doors.ORG + "/" + door))
                        .timeout(PATIENCE)
                        .header("content-type", type)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private byte[] token(byte[] nonce, int files) {
        List<FileEntry> entries = new ArrayList<>();
        Digest digest = Digest.sha256(Sha256.of(new byte[] {1}));
        for (int i = 0; i < files; i++) {
            entries.add(FileEntry.of("bin/file-%06d".formatted(i), 1, digest));
        }
        SlotClaims claims = new SlotClaims(
                nonce,
                Ueid.of(MAKER, MODEL, id),
                MAKER,
                MODEL,
                "firmware",
                "1.0.0",
                1,
                1,
                Optional.empty(),
                "slot-a",
                Strength.SIMULATED,
                new SlotMeasurement(entries),
                Optional.empty());
        return EatToken.sign(
                claims,
                CoseSigner.of(
                        CoseAlgorithm.ES256,
                        keys.getPrivate(),
                        CoseKey.of(keys.getPublic()).kid()));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
