package dev.muster.server.attestation;

import static dev.muster.server.attestation.AttestationSite.ORG;
import static dev.muster.server.attestation.AttestationSite.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.Challenges;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.core.attestation.EvidenceReading;
import dev.muster.core.attestation.Evidences;
import dev.muster.core.attestation.PolicyTable;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.schemes.BuiltInSchemes;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.crypto.Keys;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** What was appraised stays what it was, and anyone can appraise it again. */
class ReappraisalTest {
    @BothDatabases
    void aSetThatGrewLaterDoesNotChangeWhatAnEntryWas(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            site.evidence(site.token(site.nonce(), "1.1.0", release("1.1.0")));
            site.publish("1.1.0");
            EvidenceAppraised event = site.appraised().getFirst();
            Entry entry = site.ledger.entries(ORG, EntryQuery.all()).stream()
                    .filter(each -> each.type().equals("attestation.evidence-appraised"))
                    .findFirst()
                    .orElseThrow();
            ReferenceSet then = database.read(tx -> ReferenceSets.at(tx, ORG, entry.index()));
            EvidenceReading reading = BuiltInSchemes.all()
                    .read(event.readAs(), event.evidence(), EvidenceKeys.only(Keys.publicKey(event.deviceKey())));
            assertThat(new Evidences(new Challenges(new byte[32]), BuiltInSchemes.all())
                            .again(event, reading, then, PolicyTable.NONE))
                    .contains(event);
            assertThat(event.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        }
    }

    @BothDatabases
    void aKeptSetGrowsByWhatCameAndBeginsAnewWhenATransactionWasUndone(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            site.publish("1.1.0");
            ReferenceSet whole = database.read(tx -> ReferenceSets.at(tx, ORG, Long.MAX_VALUE));
            assertThat(database.<ReferenceSet>read(tx -> site.sets.current(tx, ORG))
                            .id())
                    .isEqualTo(whole.id())
                    .isEqualTo(database.<String>read(tx -> ReferenceSets.id(tx, ORG)));
            database.change(tx -> {
                tx.update(
                        "delete from attestation_manifest where entry = (select max(entry) from attestation_manifest)");
                tx.update(
                        "update attestation_set set id = ?",
                        ReferenceSets.at(tx, ORG, Long.MAX_VALUE).id());
            });
            assertThat(database.<ReferenceSet>read(tx -> site.sets.current(tx, ORG))
                            .documents())
                    .hasSize(1);
        }
    }

    @BothDatabases
    void theWholeRecordIsAppraisedAgainAndADifferentOneIsNamed(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.evidence(site.token(site.nonce(), "1.0.0", release("1.0.0")));
            site.publish("1.0.0");
            site.evidence(site.token(site.nonce(), "1.0.0", release("evil")));
            site.publish("1.1.0");
            site.evidence(site.token(site.nonce(), "1.1.0", release("1.1.0")));
            Reappraisal.Report report = new Reappraisal(site.ledger, site.keys.seal()).run(ORG);
            assertThat(report.checked()).isEqualTo(3);
            assertThat(report.mismatches()).isEmpty();
            EvidenceAppraised real = site.appraised().getLast();
            EvidenceAppraised forged = new EvidenceAppraised(
                    real.evidence(),
                    real.deviceKey(),
                    new byte[32],
                    real.nonceExpiresAt(),
                    real.appraisedAt(),
                    real.referenceSet(),
                    real.policy(),
                    TrustTier.WARNING,
                    real.vector(),
                    real.reasons(),
                    real.match(),
                    real.nearest(),
                    real.differences(),
                    real.differencesTotal(),
                    real.skipped(),
                    real.software(),
                    real.mediaType(),
                    real.scheme(),
                    real.proof(),
                    real.earlier(),
                    real.bound(),
                    real.freshBy(),
                    real.marks(),
                    real.capabilities(),
                    real.keyEpoch());
            site.ledger
                    .shell()
                    .run(
                            ORG,
                            tx -> tx,
                            tx -> Decision.of(
                                    true,
                                    new Draft(new DeviceId("cam-07").subject(), real.appraisedAt(), "muster", forged)));
            HttpResponse<byte[]> replay =
                    site.post(site.server.console("/api/v1/city/appraisals/replay"), "application/json", new byte[0]);
            assertThat(new String(replay.body(), StandardCharsets.UTF_8))
                    .contains("\"checked\":4")
                    .contains("cam-07");
            assertThat(new Reappraisal(site.ledger, site.keys.seal()).run(ORG).mismatches())
                    .hasSize(1);
        }
    }
}
