package dev.muster.server.attestation;

import static dev.muster.server.attestation.AttestationSite.ORG;
import static dev.muster.server.attestation.AttestationSite.release;
import static dev.muster.server.attestation.AttestationSite.signer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.attest.ear.EarToken;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.eat.SlotClaims.LedgerHead;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.NoteSigner;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.crypto.Keys;
import dev.muster.ledger.LogKeys;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.tree.LogId;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Optional;

/** What a device has seen of the ledger counts when its evidence is authentic, and only then. */
class EvidenceHeadsTest {
    private static final LogId RECORD = LogId.record(ORG);

    private static byte[] token(byte[] nonce, String software, SignedNote head, KeyPair key) {
        SlotClaims plain = AttestationSite.claims(nonce, "1.0.0", release(software));
        Checkpoint seen = Checkpoint.parse(head.text());
        SlotClaims claims = new SlotClaims(
                plain.nonce(),
                plain.ueid(),
                plain.maker(),
                plain.model(),
                plain.softwareName(),
                plain.softwareVersion(),
                plain.bootCount(),
                plain.uptimeSeconds(),
                plain.debug(),
                plain.slot(),
                plain.strength(),
                plain.measurement(),
                Optional.of(new LedgerHead(seen.size(), seen.root(), Optional.of(head.encode()))));
        return EatToken.sign(claims, signer(key));
    }

    private static int evidence(AttestationSite site, byte[] nonce, String software, SignedNote head) {
        return site.evidence(token(nonce, software, head, site.device)).statusCode();
    }

    /** Size of the head that the server remembers of the device; 0 when it remembers none. */
    private static long kept(Database database) {
        return database.read(tx -> tx.count("select coalesce(max(size), 0) as n from ledger_head"));
    }

    private static long noticed(AttestationSite site) {
        return site.ledger
                .entries(ORG, EntryQuery.all().type("ledger.split-view-noticed"))
                .size();
    }

    /** Signed by the ledger's own key over more than it has. */
    private static SignedNote larger(AttestationSite site) {
        LogKeys keys = LogKeys.open(site.fixture.directory().resolve("keys/" + ORG), new SecureRandom());
        return new NoteSigner(site.ledger.noteKey(RECORD), keys.record().getPrivate())
                .sign(Checkpoint.of(site.ledger.noteKey(RECORD).name(), 1_000_000, MerkleHash.leaf(new byte[] {7})));
    }

    @BothDatabases
    void aHeadIsKeptWithAuthenticEvidenceEvenWhenItIsNotAffirmed(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            SignedNote head = site.ledger.publish(RECORD);
            byte[] bad = token(site.nonce(), "evil", head, site.device);
            assertThat(EarToken.parse(site.evidence(bad).body()).ear().overall())
                    .isEqualTo(TrustTier.CONTRAINDICATED);
            assertThat(kept(database)).isEqualTo(Checkpoint.parse(head.text()).size());
        }
    }

    @BothDatabases
    void aHeadIsNotKeptWithEvidenceThatIsRefused(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            byte[] nonce = site.nonce();
            assertThat(evidence(site, nonce, "1.0.0", site.ledger.publish(RECORD)))
                    .isEqualTo(200);
            long before = kept(database);
            SignedNote newer = site.ledger.publish(RECORD);
            assertThat(Checkpoint.parse(newer.text()).size()).isGreaterThan(before);
            assertThat(evidence(site, nonce, "1.0.0", newer)).as("a used nonce").isEqualTo(403);
            assertThat(evidence(site, new byte[32], "1.0.0", newer))
                    .as("a nonce of nobody")
                    .isEqualTo(403);
            byte[] forged = token(site.nonce(), "1.0.0", newer, Keys.generateP256(new SecureRandom()));
            assertThat(site.evidence(forged).statusCode())
                    .as("the signature of another")
                    .isEqualTo(403);
            assertThat(kept(database)).isEqualTo(before);
        }
    }

    @BothDatabases
    void aContradictionInRefusedEvidenceStopsNothing(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            assertThat(evidence(site, new byte[32], "1.0.0", larger(site))).isEqualTo(403);
            assertThat(noticed(site)).isZero();
            assertThat(kept(database)).isZero();
            assertThat(evidence(site, site.nonce(), "1.0.0", site.ledger.publish(RECORD)))
                    .as("the ledger goes on")
                    .isEqualTo(200);
        }
    }

    @BothDatabases
    void aContradictionStopsTheLedgerWhenTheEvidenceIsAffirmed(Database database) {
        contradictionStops(database, "1.0.0", TrustTier.AFFIRMING);
    }

    @BothDatabases
    void aContradictionStopsTheLedgerWhenTheEvidenceIsContraindicated(Database database) {
        contradictionStops(database, "evil", TrustTier.CONTRAINDICATED);
    }

    private static void contradictionStops(Database database, String software, TrustTier status) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            SignedNote honest = site.ledger.publish(RECORD);
            assertThat(evidence(site, site.nonce(), software, larger(site))).isGreaterThanOrEqualTo(500);
            assertThat(site.appraised())
                    .as("the evidence itself is kept: it is the proof")
                    .singleElement()
                    .satisfies(event -> assertThat(event.status()).isEqualTo(status));
            assertThat(noticed(site)).isEqualTo(1);
            assertThat(evidence(site, site.nonce(), software, honest))
                    .as("nothing is appended any more")
                    .isGreaterThanOrEqualTo(500);
            assertThat(site.appraised()).hasSize(1);
        }
    }
}
