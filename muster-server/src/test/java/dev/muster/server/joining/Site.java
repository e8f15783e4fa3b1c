package dev.muster.server.joining;

import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.est.CertsOnly;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
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
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A whole server with its operator, a maker, and devices that speak real TLS. */
final class Site implements AutoCloseable {
    static final String ORG = "demo";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * A key with its certificate.
     *
     * @param above what is sent along with it
     */
    record Identity(KeyPair keys, X509Certificate certificate, List<X509Certificate> above) {
        Identity(KeyPair keys, X509Certificate certificate) {
            this(keys, certificate, List.of());
        }

        Certificate[] chain() {
            return Stream.concat(Stream.of(certificate), above.stream()).toArray(Certificate[]::new);
        }

        String keyPem() {
            return new Pem("PRIVATE KEY", keys.getPrivate().getEncoded()).encode();
        }

        String certificatePem() {
            return new Pem("CERTIFICATE", CertificateReader.encoded(certificate)).encode();
        }
    }

    private final Path data;
    private final MusterServer server;
    private final String token;
    private final HttpClient operator;

    private Site(Path data, MusterServer server) throws IOException, GeneralSecurityException {
        this.data = data;
        this.server = server;
        this.token = Files.readString(data.resolve("operator.token")).strip();
        this.operator = client(null);
    }

    /** @param kind {@code sqlite} or {@code postgresql} */
    static Site start(Path data, String kind) throws Exception {
        return start(data, kind, InstantSource.system());
    }

    static Site start(Path data, String kind, InstantSource clock) throws Exception {
        return start(data, kind, clock, Map.of());
    }

    static Site start(Path data, String kind, Map<String, String> settings) throws Exception {
        return start(data, kind, InstantSource.system(), settings);
    }

    static Site start(Path data, String kind, InstantSource clock, Map<String, String> settings) throws Exception {
        Map<String, String> flags = new HashMap<>(settings);
        flags.putAll(Map.of("http.console-port", "0", "http.device-port", "0"));
        if (kind.equals("postgresql")) {
            flags.put("database", FreshDatabases.postgresqlUrl());
        }
        return new Site(data, MusterServer.start(ServerConfig.load(data, flags, Map.of()), clock, RANDOM));
    }

    static Identity maker(String name) {
        KeyPair keys = Keys.generateP256(RANDOM);
        return new Identity(
                keys,
                template(SubjectName.authority(name, name + " root"), CertificatePurpose.AUTHORITY)
                        .selfSigned(keys));
    }

    static Identity factory(Identity maker, String name, String serial) {
        return factory(maker, name, serial, Keys.generateP256(RANDOM));
    }

    static Identity factory(Identity maker, String name, String serial, KeyPair keys) {
        X509Certificate certificate = template(SubjectName.factory(name, "cam-3", serial), CertificatePurpose.FACTORY)
                .issue(
                        keys.getPublic(),
                        new CertificateTemplate.Issuer(
                                maker.certificate(), maker.keys().getPrivate()));
        return new Identity(keys, certificate);
    }

    static Identity selfMade(String name, String serial) {
        KeyPair keys = Keys.generateP256(RANDOM);
        return new Identity(
                keys,
                template(SubjectName.factory(name, "cam-3", serial), CertificatePurpose.FACTORY)
                        .selfSigned(keys));
    }

    /** A certificate with this one's issuer name that the issuer never made. */
    X509Certificate issuedElsewhere(X509Certificate like, KeyPair keys) {
        SubjectName issuer = SubjectName.of(like.getIssuerX500Principal());
        X509Certificate impostor =
                template(issuer, CertificatePurpose.AUTHORITY).selfSigned(keys);
        return template(SubjectName.device(ORG, "nobody"), CertificatePurpose.DEVICE)
                .issue(keys.getPublic(), new CertificateTemplate.Issuer(impostor, keys.getPrivate()));
    }

    private static CertificateTemplate template(SubjectName subject, CertificatePurpose purpose) {
        return new CertificateTemplate(
                subject,
                CertificateTemplate.randomSerial(RANDOM),
                Instant.now().minusSeconds(3600),
                Instant.now().plusSeconds(86_400L * 365),
                purpose);
    }

    /** Puts a product and its maker's anchor on an organisation's register. */
    void accept(String org, Identity maker, String name) throws Exception {
        accept(org, maker, name, "any");
    }

    /** @param admission which of the maker's devices may join */
    void accept(String org, Identity maker, String name, String admission) throws Exception {
        api(
                "POST",
                "/api/v1/" + org + "/products",
                Map.of(
                        "id", "cam",
                        "name", "Camera",
                        "maker", name,
                        "model", "cam-3",
                        "supportFrom", "2026-01-01T00:00:00Z",
                        "supportUntil", "2099-01-01T00:00:00Z"));
        api(
                "POST",
                "/api/v1/" + org + "/anchors",
                Map.of("maker", name, "certificate", maker.certificatePem(), "admission", admission));
    }

    JsonNode api(String method, String path, @Nullable Object body) throws Exception {
        HttpResponse<byte[]> response = apiResponse(method, path, body);
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(method + " " + path + ": " + new String(response.body(), StandardCharsets.UTF_8));
        }
        return Json.tree(response.body().length == 0 ? new byte[] {'{', '}'} : response.body());
    }

    HttpResponse<byte[]> apiResponse(String method, String path, @Nullable Object body) throws Exception {
        return apiResponse(token, method, path, body);
    }

    /** The same by another operator. */
    HttpResponse<byte[]> apiResponse(String bearer, String method, String path, @Nullable Object body)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.console().resolve(path))
                .header("authorization", "Bearer " + bearer)
                .header("content-type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
        return operator.send(request, BodyHandlers.ofByteArray());
    }

    /** What somebody of the organisation is told. */
    List<String> troubles() throws Exception {
        JsonNode health = api("GET", "/api/v1/" + ORG + "/log/health", null);
        return StreamSupport.stream(health.path("troubles").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    MusterServer server() {
        return server;
    }

    URI device(String path) {
        return server.device().resolve(path);
    }

    Path serverCa() {
        return data.resolve("tls-ca.pem");
    }

    /** A client that shows this identity, or none. */
    HttpClient client(@Nullable Identity identity) throws IOException, GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        try (InputStream in = Files.newInputStream(serverCa())) {
            anchors.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(identity == null ? null : keys(identity), trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static KeyManager[] keys(Identity identity) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("me", identity.keys().getPrivate(), new char[0], identity.chain());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    HttpResponse<byte[]> est(@Nullable Identity identity, String org, String operation, byte[] body) throws Exception {
        try (HttpClient client = client(identity)) {
            HttpRequest request = HttpRequest.newBuilder(device(EstMessage.path(org, operation)))
                    .header("content-type", EstMessage.PKCS10)
                    .POST(BodyPublishers.ofByteArray(body))
                    .build();
            return client.send(request, BodyHandlers.ofByteArray());
        }
    }

    HttpResponse<byte[]> get(@Nullable Identity identity, String path) throws Exception {
        try (HttpClient client = client(identity)) {
            return client.send(HttpRequest.newBuilder(device(path)).build(), BodyHandlers.ofByteArray());
        }
    }

    HttpResponse<byte[]> post(Identity identity, String path, byte[] body) throws Exception {
        try (HttpClient client = client(identity)) {
            HttpRequest request = HttpRequest.newBuilder(device(path))
                    .POST(BodyPublishers.ofByteArray(body))
                    .build();
            return client.send(request, BodyHandlers.ofByteArray());
        }
    }

    static byte[] request(String serial, KeyPair keys) {
        return EstBase64.encode(CertificationRequest.create(SubjectName.device(ORG, serial), keys)
                .encode());
    }

    String token() {
        return token;
    }

    /** Enrols and returns the local identity. */
    Identity enrol(Identity factory, String serial) throws Exception {
        return enrolAt(ORG, factory, serial);
    }

    Identity enrolAt(String org, Identity factory, String serial) throws Exception {
        KeyPair keys = Keys.generateP256(RANDOM);
        HttpResponse<byte[]> response = est(factory, org, EstMessage.SIMPLE_ENROLL, request(serial, keys));
        return new Identity(keys, certificate(response));
    }

    static X509Certificate certificate(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new AssertionError(
                    response.statusCode() + ": " + new String(response.body(), StandardCharsets.UTF_8));
        }
        List<X509Certificate> certificates = CertsOnly.parse(EstBase64.decode(response.body(), CertsOnly.MAX_BYTES))
                .certificates();
        return certificates.getFirst();
    }

    static String code(HttpResponse<byte[]> response) {
        return response.statusCode() + " "
                + Json.tree(response.body()).path("code").asString();
    }

    /** The value of a device's fact, once the follower that keeps it has read so far. */
    String factWhen(String device, String key, String value) throws Exception {
        Instant until = Instant.now().plus(PATIENCE);
        String last = "none";
        while (Instant.now().isBefore(until)) {
            HttpResponse<byte[]> response = apiResponse("GET", "/api/v1/" + ORG + "/devices/" + device, null);
            for (JsonNode fact : Json.tree(response.body()).path("facts")) {
                if (fact.path("key").asString().equals(key)) {
                    last = fact.path("value").asString();
                }
            }
            if (last.equals(value)) {
                return last;
            }
            Thread.sleep(50);
        }
        return last;
    }

    @Override
    public void close() {
        operator.close();
        server.close();
    }
}
