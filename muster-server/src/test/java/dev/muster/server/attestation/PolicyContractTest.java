package dev.muster.server.attestation;

import static dev.muster.server.attestation.AttestationSite.ORG;
import static dev.muster.server.attestation.AttestationSite.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** An organisation's decision table through the server: set, tried over stored decisions, told, and again from the log. */
class PolicyContractTest {
    private static final String PATH = "/api/v1/city/attestation-policy";

    private static final String UNBOUND = """
        {"name": "field", "rows": [{"bound": false, "status": "warning", "because": "relays are about"}]}\
        """;

    private static HttpResponse<byte[]> post(AttestationSite site, String path, String body) {
        return site.post(site.server.console(path), "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static EvidenceAppraised show(AttestationSite site) {
        site.evidence(site.token(site.nonce(), "1.0.0", release("1.0.0")));
        return site.appraised().getLast();
    }

    @BothDatabases
    void aTableIsTriedOverStoredDecisionsThenSetAndTold(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            assertThat(show(site).status()).isEqualTo(TrustTier.AFFIRMING);
            HttpResponse<byte[]> tried = post(site, PATH + "/try", UNBOUND);
            assertThat(text(tried)).contains("\"affirming to warning\":1", "relays are about", "cam-07");
            assertThat(show(site).status()).as("trying writes nothing").isEqualTo(TrustTier.AFFIRMING);
            assertThat(text(post(site, PATH, UNBOUND))).contains("\"changed\":true");
            assertThat(text(post(site, PATH, UNBOUND))).contains("\"changed\":false");
            EvidenceAppraised under = show(site);
            assertThat(under.status()).isEqualTo(TrustTier.WARNING);
            assertThat(under.reasons().getFirst().text()).contains("Row 1 of the policy field");
            assertThat(text(site.get("/api/v1/city/appraisals/cam-07/why"))).contains("Row 1 of the policy field");
            assertThat(text(site.get(PATH))).contains("relays are about");
            assertThat(text(post(site, PATH, "{\"rows\": []}"))).contains("\"changed\":true");
            assertThat(show(site).status()).isEqualTo(TrustTier.AFFIRMING);
            Reappraisal.Report again = new Reappraisal(site.ledger, site.keys.seal()).run(ORG);
            assertThat(again.mismatches()).isEmpty();
            assertThat(again.older()).isZero();
        }
    }

    @BothDatabases
    void aConditionIsTriedSetToldAndRepeated(Database database) {
        String condition = """
                {"name": "field", "rows": [{"cel": "claims.exists(c, c.element == 'slot') && release.version == '1.0.0'",\
                 "status": "warning", "because": "1.0.0 goes"}]}\
                """;
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            assertThat(show(site).status()).isEqualTo(TrustTier.AFFIRMING);
            assertThat(text(post(site, PATH + "/try", condition))).contains("\"affirming to warning\":1", "1.0.0 goes");
            assertThat(text(post(site, PATH, condition))).contains("\"changed\":true");
            assertThat(show(site).status()).isEqualTo(TrustTier.WARNING);
            assertThat(text(site.get(PATH))).contains("release.version");
            Reappraisal.Report again = new Reappraisal(site.ledger, site.keys.seal()).run(ORG);
            assertThat(again.mismatches()).isEmpty();
            String open = condition.replace("release.version ==", "release.version = ");
            HttpResponse<byte[]> refused = post(site, PATH, open);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(text(refused)).contains("row 1", "column 58");
        }
    }

    @BothDatabases
    void whatNoTableMaySayIsRefused(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            String better = UNBOUND.replace("warning", "affirming");
            assertThat(post(site, PATH, better).statusCode()).isEqualTo(400);
            assertThat(text(post(site, PATH + "/try", better))).contains("vouches by name");
            assertThat(post(site, PATH, UNBOUND.replace("warning", "good")).statusCode())
                    .isEqualTo(400);
            HttpResponse<byte[]> hole = post(site, PATH, UNBOUND.replace("\"bound\": false", "\"schemes\": [null]"));
            assertThat(hole.statusCode()).isEqualTo(400);
            assertThat(text(hole)).contains("/rows/0/schemes/0");
            assertThat(post(site, PATH, UNBOUND.replace("bound", "bond")).statusCode())
                    .isEqualTo(400);
        }
    }

    @BothDatabases
    void howOftenEvidenceIsExpectedIsSetShownAndBounded(Database database) {
        String often = """
                {"name": "often", "rows": [], "expected": {"everySeconds": 300, "products": {"acme-cam": 60}}}\
                """;
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            assertThat(text(post(site, PATH, often))).contains("\"changed\":true");
            assertThat(text(post(site, PATH, often))).contains("\"changed\":false");
            assertThat(text(site.get(PATH))).contains("\"everySeconds\":300", "\"acme-cam\":60");
            assertThat(show(site).status()).as("it changes no result").isEqualTo(TrustTier.AFFIRMING);
            HttpResponse<byte[]> rare = post(site, PATH, often.replace("300", "86401"));
            assertThat(rare.statusCode()).isEqualTo(400);
            assertThat(text(rare)).contains("everySeconds", "10..86400");
            HttpResponse<byte[]> hasty = post(site, PATH, often.replace("60", "1"));
            assertThat(hasty.statusCode()).isEqualTo(400);
            assertThat(text(hasty)).contains("acme-cam");
            for (String odd : new String[] {"null", "\"often\"", "3.5", "1e99", "{}", "99999999999999999999"}) {
                HttpResponse<byte[]> refused = post(site, PATH, often.replace("60", odd));
                assertThat(refused.statusCode()).as(odd).isEqualTo(400);
            }
            assertThat(text(site.get(PATH))).contains("\"everySeconds\":300");
            Reappraisal.Report again = new Reappraisal(site.ledger, site.keys.seal()).run(ORG);
            assertThat(again.mismatches()).isEmpty();
            assertThat(text(post(site, PATH, "{\"rows\": []}"))).contains("\"changed\":true");
            assertThat(text(site.get(PATH))).doesNotContain("everySeconds");
        }
    }
}
