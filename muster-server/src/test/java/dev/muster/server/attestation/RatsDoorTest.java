package dev.muster.server.attestation;

import static dev.muster.server.attestation.AttestationSite.ORG;
import static dev.muster.server.attestation.AttestationSite.claims;
import static dev.muster.server.attestation.AttestationSite.release;
import static dev.muster.server.attestation.AttestationSite.signer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.format.attest.ear.Ear;
import dev.muster.format.attest.ear.EarToken;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.ear.VeraisonEar;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.eat.Jws;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.crypto.Keys;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** From the maker's key to the attestation result, over TLS, on both databases. */
class RatsDoorTest {
    @BothDatabases
    void evidenceGetsASignedResultAndAnEntry(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            HttpResponse<byte[]> response = site.evidence(site.token(site.nonce(), "1.0.0", release("1.0.0")));
            assertThat(response.statusCode()).isEqualTo(200);
            EarToken result = EarToken.parse(response.body());
            assertThat(result.ear().overall()).isEqualTo(TrustTier.AFFIRMING);
            CoseKey key = site.keys.verificationKey();
            assertThat(CoseVerifier.strict().verify(result.message(), key).valid())
                    .isTrue();
            X509Certificate signer = result.message().headers().x5chain().getFirst();
            assertThat(signer.getPublicKey()).isEqualTo(site.keys.verifier().getPublic());
            assertThat(new CertificatePath(List.of(signer))
                            .validate(List.of(site.authority.certificate), Instant.now()))
                    .isInstanceOf(CertificatePath.Outcome.Valid.class);
            AttestationQueries.Latest latest = new AttestationQueries(database)
                    .latest(ORG, new DeviceId("cam-07"))
                    .orElseThrow();
            assertThat(latest.status()).isEqualTo("affirming");
            assertThat(latest.matchedVersion()).isEqualTo("1.0.0");
            assertThat(site.appraised()).hasSize(1);
        }
    }

    private static HttpResponse<byte[]> accepting(AttestationSite site, String accept) {
        return site.server.send(HttpRequest.newBuilder(site.server.device("/rats/city/evidence"))
                .header("content-type", EatToken.MEDIA_TYPE)
                .header("x-test-device", "cam-07")
                .header("accept", accept)
                .POST(BodyPublishers.ofByteArray(site.token(site.nonce(), "1.0.0", release("1.0.0"))))
                .build());
    }

    @BothDatabases
    void aResultComesInTheFormAndProfileThatIsAskedFor(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            HttpResponse<byte[]> older =
                    accepting(site, "text/html, application/eat+cwt; eat_profile=\"" + Ear.PROFILE_03 + "\"");
            assertThat(EarToken.parse(older.body()).ear().profile()).isEqualTo(Ear.PROFILE_03);
            assertThat(older.headers().firstValue("content-type").orElseThrow()).contains(Ear.PROFILE_03);
            for (String profile : List.of(Ear.PROFILE, Ear.PROFILE_03, VeraisonEar.PROFILE)) {
                HttpResponse<byte[]> response =
                        accepting(site, "application/eat+jwt;eat_profile=\"" + profile + "\", */*;q=0.1");
                Jws token = Jws.parse(response.body());
                assertThat(token.verifies(site.keys.verifier().getPublic())).isTrue();
                assertThat(new String(token.payload(), StandardCharsets.UTF_8))
                        .contains("\"" + profile + "\"", "affirming");
            }
            assertThat(EarToken.parse(accepting(site, "*/*").body()).ear().profile())
                    .isEqualTo(Ear.PROFILE);
            int before = site.appraised().size();
            assertThat(accepting(site, "application/json").statusCode()).isEqualTo(406);
            assertThat(accepting(site, "application/eat+jwt; q=0").statusCode()).isEqualTo(406);
            assertThat(site.appraised()).as("nothing is used up by it").hasSize(before);
        }
    }

    @BothDatabases
    void aChangedSlotIsContraindicatedAndTheNextGoodEvidenceReplacesIt(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            byte[] bad = site.token(site.nonce(), "1.0.0", release("evil"));
            assertThat(EarToken.parse(site.evidence(bad).body()).ear().overall())
                    .isEqualTo(TrustTier.CONTRAINDICATED);
            AttestationQueries queries = new AttestationQueries(database);
            assertThat(queries.latest(ORG).after("", 2).getFirst().differences())
                    .isEqualTo(1);
            site.evidence(site.token(site.nonce(), "1.0.0", release("1.0.0")));
            assertThat(queries.latest(ORG).after("", 2)).hasSize(1);
            assertThat(queries.latest(ORG).after("", 2).getFirst().status()).isEqualTo("affirming");
        }
    }

    @BothDatabases
    void aReplayIsRefusedWithAReason(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            byte[] token = site.token(site.nonce(), "1.0.0", release("1.0.0"));
            assertThat(site.evidence(token).statusCode()).isEqualTo(200);
            HttpResponse<byte[]> again = site.evidence(token);
            assertThat(again.statusCode()).isEqualTo(403);
            assertThat(new String(again.body(), StandardCharsets.UTF_8)).contains("nonce-used");
            assertThat(database.<String>read(tx -> tx.one(
                                    "select code from attestation_refusal where org = ?",
                                    row -> row.text("code"),
                                    "city")
                            .orElseThrow()))
                    .isEqualTo("nonce-used");
        }
    }

    @BothDatabases
    void anAppraisalIsShownWithWhatDiffers(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            site.evidence(site.token(site.nonce(), "1.0.0", release("evil")));
            HttpResponse<byte[]> shown =
                    site.server.send(HttpRequest.newBuilder(site.server.console("/api/v1/city/appraisals/cam-07"))
                            .build());
            assertThat(new String(shown.body(), StandardCharsets.UTF_8))
                    .contains("\"status\":\"contraindicated\"")
                    .contains("\"path\":\"bin/app\"")
                    .contains("software-differs");
            HttpResponse<byte[]> nobody =
                    site.server.send(HttpRequest.newBuilder(site.server.console("/api/v1/city/appraisals/cam-99"))
                            .build());
            assertThat(nobody.statusCode()).isEqualTo(404);
        }
    }

    @BothDatabases
    void unreadableAndUnsignedThingsAreRefused(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            assertThat(site.evidence(new byte[] {1, 2, 3}).statusCode()).isEqualTo(403);
            URI evidence = site.server.device("/rats/city/evidence");
            assertThat(site.post(evidence, "text/plain", new byte[0]).statusCode())
                    .isEqualTo(415);
            HttpResponse<byte[]> nobody = site.server.send(HttpRequest.newBuilder(evidence)
                    .POST(BodyPublishers.noBody())
                    .build());
            assertThat(nobody.statusCode()).isEqualTo(401);
            byte[] stranger = EatToken.sign(
                    claims(site.nonce(), "1.0.0", release("1.0.0")), signer(Keys.generateP256(new SecureRandom())));
            assertThat(new String(site.evidence(stranger).body(), StandardCharsets.UTF_8))
                    .contains("signature-invalid");
            assertThat(site.appraised()).isEmpty();
        }
    }

    @BothDatabases
    void aManifestOfAStrangerIsRefused(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            HttpResponse<byte[]> refused = site.post(
                    site.server.console("/api/v1/city/references"), "application/rim+cose", site.manifest("1.0.0"));
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("signer-unknown");
        }
    }
}
