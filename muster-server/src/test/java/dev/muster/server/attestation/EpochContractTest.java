package dev.muster.server.attestation;

import static dev.muster.server.attestation.AttestationSite.ORG;
import static dev.muster.server.attestation.AttestationSite.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.PolicyTable;
import dev.muster.format.attest.ear.EarToken;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Devices that cannot ask, through the server: what the epoch is, whether it counts, what is told of it. */
class EpochContractTest {
    private static final String POLICY = "/api/v1/city/attestation-policy";

    private static CborMap epoch(AttestationSite site, String org) {
        HttpResponse<byte[]> response =
                site.server.send(HttpRequest.newBuilder(site.server.device("/rats/" + org + "/epoch"))
                        .GET()
                        .build());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("cache-control").orElseThrow()).startsWith("public, max-age=");
        return Cbor.parse(response.body()).asMap();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static HttpResponse<byte[]> set(AttestationSite site, String body) {
        return site.post(site.server.console(POLICY), "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    @BothDatabases
    void anEpochCountsWhenTheOrganisationSaysSo(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            CborMap now = epoch(site, "city");
            assertThat(now.require(2).asLong())
                    .isLessThanOrEqualTo(Instant.now().getEpochSecond());
            assertThat(now.require(3).asLong() - now.require(2).asLong()).isEqualTo(3_600);
            assertThat(now.require(4).asBoolean()).as("taken").isFalse();
            byte[] id = now.require(1).asBytes();
            byte[] evidence = site.token(id, "1.0.0", release("1.0.0"));
            assertThat(text(site.evidence(evidence))).contains("epochs-not-taken");
            assertThat(set(site, "{\"name\": \"field\", \"rows\": [], \"freshness\": {\"epochs\": true}}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(text(site.get(POLICY))).contains("\"epochs\":true");
            assertThat(epoch(site, "city").require(4).asBoolean()).isTrue();
            HttpResponse<byte[]> answer = site.evidence(evidence);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(EarToken.parse(answer.body()).ear().status()).contains(TrustTier.AFFIRMING);
            EvidenceAppraised event = site.appraised().getLast();
            assertThat(event.freshBy()).contains("epoch");
            assertThat(text(site.evidence(evidence))).contains("nonce-used");
            assertThat(text(site.evidence(
                            site.token(epoch(site, "village").require(1).asBytes(), "1.0.0", release("1.0.0")))))
                    .as("another organisation's epoch")
                    .contains("nonce-unknown");
            assertThat(new Reappraisal(site.ledger, site.keys.seal()).run(ORG).mismatches())
                    .isEmpty();
            assertThat(text(set(site, "{\"rows\": []}"))).contains("\"changed\":true");
            assertThat(text(site.evidence(site.token(id, "1.0.1", release("1.0.1")))))
                    .contains("epochs-not-taken");
        }
    }

    @BothDatabases
    void aClockIsGoneByAsFarAsTheOrganisationSays(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            byte[] evidence = Sign1Builder.create()
                    .payload(Cbor.map()
                            .put(6, Instant.now().getEpochSecond())
                            .build()
                            .encoded())
                    .sign(AttestationSite.signer(site.device))
                    .encode();
            assertThat(text(site.evidence(evidence))).contains("clocks-not-taken");
            assertThat(set(
                                    site,
                                    "{\"name\": \"field\", \"rows\": [], \"freshness\": {\"epochs\": false,"
                                            + " \"clockSeconds\": 5}}")
                            .statusCode())
                    .as("shorter than clocks differ")
                    .isEqualTo(400);
            set(site, "{\"name\": \"field\", \"rows\": [], \"freshness\": {\"epochs\": false, \"clockSeconds\": 600}}");
            assertThat(site.evidence(evidence).statusCode()).isEqualTo(200);
            assertThat(site.appraised().getLast().freshBy()).contains("clock");
            assertThat(text(site.evidence(evidence))).contains("nonce-used");
            List<Instant> known = database.read(tx -> tx.query(
                    "select expires_at from attestation_nonce where org = ?",
                    row -> row.instant("expires_at"),
                    ORG.value()));
            assertThat(known)
                    .as("known as long as the longest age there is, which the organisation may choose tomorrow")
                    .isNotEmpty()
                    .allMatch(end -> end.isAfter(Instant.now().plus(Duration.ofDays(7))));
            assertThat(new Reappraisal(site.ledger, site.keys.seal()).run(ORG).mismatches())
                    .isEmpty();
        }
    }

    @Test
    void aTableFromBeforeIsReadAsOneOfNonces() {
        PolicyTable table = StoredPolicy.table("{\"name\": \"field\", \"rows\": []}");
        assertThat(table.freshness()).isEmpty();
        assertThat(StoredPolicy.table(StoredPolicy.text(table))).isEqualTo(table);
    }
}
