package dev.muster.server.attestation;

import static dev.muster.server.attestation.AttestationSite.ORG;
import static dev.muster.server.attestation.AttestationSite.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Before a manifest is accepted, people see what it would do to the fleet; after an appraisal, what had a part in it. */
class WhatIfTest {
    private static HttpResponse<byte[]> tried(AttestationSite site, byte[] manifest) {
        return site.post(site.server.console("/api/v1/city/references/try"), "application/rim+cose", manifest);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @BothDatabases
    void aCandidateIsTriedOnTheFleetAndNothingIsWritten(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            site.evidence(site.token(site.nonce(), "1.1.0", release("1.1.0")));
            long entries = site.ledger.entries(ORG, EntryQuery.all()).size();
            HttpResponse<byte[]> better = tried(site, site.manifest("1.1.0"));
            assertThat(better.statusCode()).as(text(better)).isEqualTo(200);
            assertThat(text(better))
                    .contains("\"devices\":1")
                    .contains("\"contraindicated to affirming\":1")
                    .contains("\"device\":\"cam-07\"");
            HttpResponse<byte[]> same = tried(site, site.manifest("9.0.0"));
            assertThat(text(same)).contains("\"changes\":{}");
            HttpResponse<byte[]> strange = tried(site, new byte[] {1});
            assertThat(strange.statusCode()).isEqualTo(422);
            assertThat(site.ledger.entries(ORG, EntryQuery.all())).hasSize(Math.toIntExact(entries));
        }
    }

    @BothDatabases
    void anAppraisalNamesEveryStatementThatHadAPart(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            site.publish("1.1.0");
            site.evidence(site.token(site.nonce(), "1.1.0", release("1.1.0")));
            site.publish("1.2.0");
            HttpResponse<byte[]> why = site.server.send(
                    java.net.http.HttpRequest.newBuilder(site.server.console("/api/v1/city/appraisals/cam-07/why"))
                            .build());
            assertThat(why.statusCode()).as(text(why)).isEqualTo(200);
            assertThat(text(why))
                    .contains("\"outcome\":\"matched\"")
                    .contains("\"outcome\":\"differs\"")
                    .contains("reference value 1.1.0")
                    .contains("\"from\":\"reference-values\"")
                    .doesNotContain("1.2.0");
        }
    }
}
