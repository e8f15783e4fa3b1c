package dev.muster.server.attestation;

import static dev.muster.server.attestation.AttestationSite.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Verdicts and reference values as people see them. */
class AttestationPageTest {
    private static String page(AttestationSite site, String path) {
        return new String(site.get(path).body(), StandardCharsets.UTF_8);
    }

    @BothDatabases
    void verdictsAndReferenceValuesAreShownWithWhatDecidedAndHowTheyLive(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            assertThat(page(site, "/o/city/attestation"))
                    .contains("No device has shown evidence yet", "muster ref add");
            site.publish("1.0.0");
            site.evidence(site.token(site.nonce(), "1.0.0", release("evil")));
            String digest = database.read(
                            tx -> site.sets.current(tx, AttestationSite.ORG).documents())
                    .getFirst()
                    .digest();
            site.post(
                    site.server.console("/api/v1/city/references/" + digest + "/revoke"),
                    "application/json",
                    Json.bytes(Map.of("reason", "CVE-2026-0001")));
            assertThat(page(site, "/o/city/attestation"))
                    .contains("1 devices with evidence: 1 contraindicated", "cam-07", "software-differs")
                    .contains("revoked (CVE-2026-0001)", "cam 1.0.0");
            assertThat(page(site, "/o/city/attestation/" + digest))
                    .contains("Acme/cam/1.0.0/reference: revoked", "Activate", "Revoke");
            assertThat(site.get("/o/city/attestation/" + "00".repeat(32)).statusCode())
                    .isEqualTo(404);
        }
    }

    /** Most rows of a page, so that the last device is on a second one by its name. */
    private static final int GOOD = 600;

    @BothDatabases
    void theWorstDeviceComesFirstHoweverManyThereAreAndAllAreListed(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            database.write(tx -> {
                for (int n = 0; n <= GOOD; n++) {
                    String device = n == GOOD ? "zz-last" : "cam-%04d".formatted(n);
                    tx.update(
                            "insert into attestation_latest (org, device, entry, appraised_at, status, reason, version,"
                                    + " matched_version, slot, slot_digest, strength, differences, boot_count) values"
                                    + " (?, ?, 1, 1, ?, '', '1', '1', '', '', 'checked', 0, 1)",
                            "city",
                            device,
                            n == GOOD ? "contraindicated" : "affirming");
                }
                return true;
            });
            assertThat(page(site, "/o/city/attestation"))
                    .contains("601 devices with evidence: 600 affirming, 1 contraindicated")
                    .containsSubsequence("zz-last", "cam-0000");
            assertThat(page(site, "/o/city/attestation?sort=device"))
                    .contains("cam-0000")
                    .doesNotContain("zz-last");
            assertThat(page(site, "/o/city/attestation?sort=-device")).containsSubsequence("zz-last", "cam-0599");
            assertThat(Json.tree(site.get("/api/v1/city/appraisals").body())).hasSize(GOOD + 1);
            assertThat(Json.tree(site.get("/api/v1/city/appraisals?rows=600").body()))
                    .hasSize(GOOD);
        }
    }
}
