package dev.muster.server.attestation;

import static dev.muster.server.attestation.AttestationSite.ORG;
import static dev.muster.server.attestation.AttestationSite.signer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.attest.eat.Jws;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.testing.Vectors;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What Veraison's client library sends (apiclient: {@code newSession} with the nonce in the query, evidence to the {@code
 * Location}, a poll, a delete; a manifest to {@code submit}; a query in the path), and what it expects.
 */
class VeraisonDoorsTest {
    private static final String SESSION = "application/vnd.veraison.challenge-response-session+json";
    private static final KeyPair IAK = Keys.generateP256(new SecureRandom());
    private static final byte[] IMPLEMENTATION = filled(32, 7);
    private static final byte[] INSTANCE = instance();

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] instance() {
        byte[] id = filled(33, 3);
        id[0] = 1;
        return id;
    }

    private static byte[] manifest(AttestationSite site) {
        Environment device = Environment.ofClass(TypedBytes.bytes(IMPLEMENTATION));
        Measurement component = Measurement.of(
                MeasuredElement.of("psa.software-component"),
                MeasurementValues.ofDigest(Digest.sha256(filled(32, 1)))
                        .withKeys(List.of(TypedBytes.bytes(filled(32, 9)))));
        Comid comid = new Comid(
                TagId.of("psa"),
                0,
                List.of(),
                List.of(),
                List.of(
                        new Triple.Reference(device, List.of(component)),
                        new Triple.Keys(
                                Triple.KeyKind.ATTEST,
                                device.withInstance(TypedBytes.ueid(INSTANCE)),
                                List.of(TypedBytes.key(IAK.getPublic())),
                                Optional.empty(),
                                List.of())));
        Corim corim = new Corim(
                TagId.of("psa-1"),
                List.of(comid),
                List.of(),
                List.of(),
                0,
                List.of(),
                Optional.of("tag:arm.com,2025:psa#1.0.0"),
                Optional.empty(),
                List.of(),
                List.of());
        return SignedCorim.sign(corim, "Acme", "psa", Optional.empty(), signer(site.maker));
    }

    private static byte[] token(byte[] nonce, int software) {
        Cbor claims = Cbor.map()
                .put(10, nonce)
                .put(256, INSTANCE)
                .put(265, "tag:psacertified.org,2023:psa#tfm")
                .put(2394, 1)
                .put(2395, 0x3000)
                .put(2396, IMPLEMENTATION)
                .put(
                        2399,
                        Cbor.array(Cbor.map()
                                .put(2, filled(32, software))
                                .put(5, filled(32, 9))
                                .build()))
                .build();
        return Sign1Builder.create().payload(claims.encoded()).sign(signer(IAK)).encode();
    }

    private static HttpResponse<byte[]> post(AttestationSite site, URI uri, String type, byte[] body) {
        return site.server.send(HttpRequest.newBuilder(uri)
                .header("content-type", type)
                .header("accept", SESSION)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static URI at(AttestationSite site, String path) {
        return site.server.console("/veraison/city" + path);
    }

    private static void provision(AttestationSite site) {
        site.publish("1.0.0");
        HttpResponse<byte[]> done = post(
                site,
                at(site, "/endorsement-provisioning/v1/submit"),
                "application/rim+cose; profile=\"tag:arm.com,2025:psa#1.0.0\"",
                manifest(site));
        assertThat(done.statusCode()).as(text(done)).isEqualTo(200);
        assertThat(done.headers().firstValue("content-type"))
                .contains("application/vnd.veraison.provisioning-session+json");
        assertThat(Vectors.json(done.body()).get("status").asString()).isEqualTo("success");
    }

    private static URI open(AttestationSite site, String query) {
        URI path = at(site, "/challenge-response/v1/newSession");
        HttpResponse<byte[]> opened = post(site, URI.create(path + query), SESSION, new byte[0]);
        assertThat(opened.statusCode()).as(text(opened)).isEqualTo(201);
        assertThat(opened.headers().firstValue("content-type")).contains(SESSION);
        // The client resolves it as RFC 3986 says, against the URI that it asked.
        return path.resolve(opened.headers().firstValue("location").orElseThrow());
    }

    private static byte[] nonce(AttestationSite site, URI session) {
        HttpResponse<byte[]> shown = site.server.send(
                HttpRequest.newBuilder(session).header("accept", SESSION).build());
        JsonNode told = Vectors.json(shown.body());
        assertThat(told.get("status").asString()).isEqualTo("waiting");
        assertThat(told.get("accept").toString()).contains("application/psa-attestation-token");
        return Base64.getDecoder().decode(told.get("nonce").asString());
    }

    @BothDatabases
    void evidenceIsAnsweredByAResultThatTheClientCanVerify(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            provision(site);
            int entries = site.ledger.entries(ORG, EntryQuery.all()).size();
            URI session = open(site, "?nonceSize=48");
            byte[] nonce = nonce(site, session);
            assertThat(nonce).hasSize(48);
            HttpResponse<byte[]> answer = post(site, session, "application/psa-attestation-token", token(nonce, 1));
            assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
            JsonNode told = Vectors.json(answer.body());
            assertThat(told.get("status").asString()).isEqualTo("complete");
            Jws result = Jws.parse(told.get("result").asString().getBytes(StandardCharsets.US_ASCII));
            assertThat(result.verifies(site.keys.verifier().getPublic())).isTrue();
            JsonNode ear = Vectors.json(result.payload());
            assertThat(ear.get("iss").asString()).matches("https://[^/]+/veraison/[a-z0-9-]+");
            assertThat(ear.get("eat_profile").asString()).isEqualTo("tag:github.com,2023:veraison/ear");
            assertThat(ear.get("submods").get("psa").get("ear.status").asString())
                    .isEqualTo("affirming");
            HttpResponse<byte[]> other = post(site, session, "application/psa-attestation-token", token(nonce, 2));
            JsonNode bad = Vectors.json(other.body());
            JsonNode second =
                    Vectors.json(Jws.parse(bad.get("result").asString().getBytes(StandardCharsets.US_ASCII))
                            .payload());
            assertThat(second.get("submods").get("psa").get("ear.status").asString())
                    .isEqualTo("contraindicated");
            HttpResponse<byte[]> stale =
                    post(site, session, "application/psa-attestation-token", token(filled(32, 1), 1));
            assertThat(Vectors.json(stale.body()).get("status").asString()).isEqualTo("failed");
            assertThat(text(stale)).contains("nonce-unknown");
            HttpResponse<byte[]> gone =
                    site.server.send(HttpRequest.newBuilder(session).DELETE().build());
            assertThat(gone.statusCode()).isEqualTo(204);
            assertThat(site.ledger.entries(ORG, EntryQuery.all()))
                    .as("appraised and forgotten")
                    .hasSize(entries);
        }
    }

    @BothDatabases
    void aSessionIsOfOneOrganisationAndCannotBeMadeUp(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            provision(site);
            String given = Base64.getUrlEncoder().encodeToString(filled(32, 200));
            URI session = open(site, "?nonce=" + given);
            assertThat(nonce(site, session)).isEqualTo(filled(32, 200));
            site.ledger.create(new dev.muster.core.ledger.OrgId("harbour"));
            URI elsewhere = URI.create(session.toString().replace("/city/", "/harbour/"));
            assertThat(post(site, elsewhere, "application/psa-attestation-token", token(filled(32, 200), 1))
                            .statusCode())
                    .isEqualTo(404);
            URI nowhere = URI.create(session.toString().replace("/city/", "/nowhere/"));
            assertThat(post(site, nowhere, "application/psa-attestation-token", new byte[1])
                            .statusCode())
                    .isEqualTo(404);
            URI forged = URI.create(session.toString().replaceAll(".{3}$", "AAA"));
            assertThat(post(site, forged, "application/psa-attestation-token", new byte[1])
                            .statusCode())
                    .isEqualTo(404);
            for (String bad : List.of("?nonceSize=7", "?nonceSize=65", "?nonce=AA", "?nonce=A&nonceSize=32")) {
                URI path = URI.create(at(site, "/challenge-response/v1/newSession") + bad);
                assertThat(post(site, path, SESSION, new byte[0]).statusCode())
                        .as(bad)
                        .isEqualTo(400);
            }
            HttpResponse<byte[]> unsupported = post(site, session, "text/plain", new byte[1]);
            assertThat(unsupported.statusCode()).isEqualTo(415);
        }
    }

    @BothDatabases
    void manifestsThatAreNotAcceptedAreAnsweredInASession(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            URI submit = at(site, "/endorsement-provisioning/v1/submit");
            JsonNode stranger = Vectors.json(
                    post(site, submit, "application/rim+cose", manifest(site)).body());
            assertThat(stranger.get("status").asString()).isEqualTo("failed");
            assertThat(stranger.get("failure-reason").asString()).startsWith("signer-unknown");
            JsonNode broken = Vectors.json(post(site, submit, "application/corim-unsigned+cbor", new byte[] {1})
                    .body());
            assertThat(broken.get("failure-reason").asString()).startsWith("malformed");
        }
    }

    private static HttpResponse<byte[]> ask(AttestationSite site, Cbor query, String accept) {
        String path = Base64.getUrlEncoder().withoutPadding().encodeToString(query.encoded());
        return site.server.send(HttpRequest.newBuilder(at(site, "/endorsement-distribution/v1/coserv/" + path))
                .header("accept", accept)
                .build());
    }

    private static Cbor query(int artifact, int form) {
        Cbor device = Cbor.map().put(0, Cbor.tag(560, Cbor.of(IMPLEMENTATION))).build();
        return Cbor.map()
                .put(0, "tag:arm.com,2025:psa#1.0.0")
                .put(
                        1,
                        Cbor.map()
                                .put(0, artifact)
                                .put(
                                        1,
                                        Cbor.map()
                                                .put(0, Cbor.array(Cbor.array(device)))
                                                .build())
                                .put(2, form)
                                .build())
                .build();
    }

    @BothDatabases
    void whatMakersSaidCanBeAskedFor(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            provision(site);
            HttpResponse<byte[]> values = ask(site, query(2, 2), "application/coserv+cbor");
            assertThat(values.statusCode()).isEqualTo(200);
            assertThat(values.headers().firstValue("cache-control").orElseThrow())
                    .contains("max-age=");
            CborMap results = Cbor.parse(values.body()).asMap().require(2).asMap();
            assertThat(results.require(0).asArray().size()).isEqualTo(1);
            byte[] source =
                    results.require(11).asArray().get(0).asArray().get(1).asBytes();
            assertThat(SignedCorim.parse(source).corim().id()).isEqualTo(TagId.of("psa-1"));
            HttpResponse<byte[]> anchors = ask(site, query(1, 0), "application/coserv+cose");
            CoseSign1 signed = CoseSign1.parse(anchors.body(), CoseProfile.STRICT);
            assertThat(CoseVerifier.strict()
                            .verify(signed, site.keys.verificationKey())
                            .valid())
                    .isTrue();
            CborMap keys = Cbor.parse(signed.payload().orElseThrow())
                    .asMap()
                    .require(2)
                    .asMap();
            assertThat(keys.require(3).asArray().size()).isEqualTo(1);
            HttpResponse<byte[]> nothing = ask(site, query(0, 0), "*/*");
            assertThat(Cbor.parse(nothing.body())
                            .asMap()
                            .require(2)
                            .asMap()
                            .require(1)
                            .asArray()
                            .size())
                    .isZero();
            Cbor manifests = Cbor.map()
                    .put(0, "tag:arm.com,2025:psa#1.0.0")
                    .put(
                            1,
                            Cbor.map()
                                    .put(3, Cbor.array(Cbor.array(Cbor.of(2), Cbor.of("psa-1"))))
                                    .build())
                    .build();
            CborMap found = Cbor.parse(
                            ask(site, manifests, "application/coserv+cbor").body())
                    .asMap()
                    .require(2)
                    .asMap();
            byte[] whole =
                    found.require(5).asMap().require("psa-1").asArray().get(1).asBytes();
            assertThat(SignedCorim.parse(whole).corim().id()).isEqualTo(TagId.of("psa-1"));
            HttpResponse<byte[]> broken = ask(site, Cbor.of(1), "application/coserv+cbor");
            assertThat(broken.statusCode()).isEqualTo(400);
            assertThat(broken.headers().firstValue("content-type"))
                    .contains("application/concise-problem-details+cbor");
            assertThat(ask(site, query(2, 0), "text/html").statusCode()).isEqualTo(406);
        }
    }

    @BothDatabases
    void clientsFindTheirWay(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            JsonNode verification = Vectors.json(site.server
                    .send(HttpRequest.newBuilder(at(site, "/.well-known/veraison/verification"))
                            .build())
                    .body());
            assertThat(verification.get("ear-verification-key").get("kty").asString())
                    .isEqualTo("EC");
            assertThat(verification
                            .get("api-endpoints")
                            .get("newChallengeResponseSession")
                            .asString())
                    .isEqualTo("/veraison/city/challenge-response/v1/newSession");
            JsonNode coserv = Vectors.json(site.server
                    .send(HttpRequest.newBuilder(at(site, "/.well-known/coserv-configuration"))
                            .build())
                    .body());
            assertThat(coserv.get("api-endpoints").get("CoSERVRequestResponse").asString())
                    .endsWith("/coserv/{query}");
        }
    }
}
