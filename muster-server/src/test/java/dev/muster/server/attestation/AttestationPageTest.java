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
                    .contains("No device has shown evidence yet.", "muster ref add");
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
                    .contains("1 devices with evidence, 1 contraindicated.", "cam-07", "software-differs")
                    .contains("revoked (CVE-2026-0001)", "cam 1.0.0");
            assertThat(page(site, "/o/city/attestation/" + digest))
                    .contains("Acme/cam/1.0.0/reference: revoked", "Activate", "Revoke");
            assertThat(site.get("/o/city/attestation/" + "00".repeat(32)).statusCode())
                    .isEqualTo(404);
        }
    }
}
