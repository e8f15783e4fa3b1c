package dev.muster.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.eat.SlotClaims.LedgerHead;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.HeadOffer;
import dev.muster.format.audit.merkle.KeptHead;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.ledger.ForkedLogException;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.tree.LogId;
import java.util.List;
import java.util.Optional;

/** The fleet follows the record, and a device that saw more than there is stops it. */
class DeviceHeadsTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final LogId RECORD = LogId.record(ACME);
    private static final String CAM = "device/cam-07";

    private static void grow(Ledger ledger, String subject) {
        new Statements(ledger).registerOwn(ACME, subject, "text/plain", new byte[] {1});
    }

    private static LedgerHead claim(SignedNote note) {
        Checkpoint head = Checkpoint.parse(note.text());
        return new LedgerHead(head.size(), head.root(), Optional.of(note.encode()));
    }

    private static long kept(Database database) {
        return database.read(
                tx -> tx.count("select count(*) as n from ledger_head where source = ? and log = 'record'", CAM));
    }

    /** What the door does with a head when the evidence that it came with is authentic. */
    private static void authentic(Ledger ledger, DeviceHeads.Shown shown) {
        ledger.shell().run(ACME, tx -> tx, tx -> shown.with(tx, Decision.of(true)));
        shown.settle();
    }

    @BothDatabases
    void aHonestHeadOfOneDeviceDoesNotHideTheContradictionOfAnother(Database database) {
        LogId log = LogId.statements(ACME);
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            grow(ledger, "a");
            Cosigners cosigners = new Cosigners(ledger);
            cosigners.seen(log, "device/honest", ledger.checkpoint(log).encode());
            grow(ledger, "b");
            SignedNote larger = ledger.identity(ACME)
                    .statements()
                    .sign(Checkpoint.of(ledger.noteKey(log).name(), 90, MerkleHash.leaf(new byte[] {9})));
            cosigners.seen(log, "device/other", larger.encode());
            assertThatThrownBy(() -> grow(ledger, "c")).isInstanceOf(ForkedLogException.class);
        }
    }

    @BothDatabases
    void aDeviceFollowsTheRecordFromHeadToHead(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            DeviceHeads heads = new DeviceHeads(ledger);
            HeadOffer first = heads.offer(ACME, 0).orElseThrow();
            KeptHead seen = KeptHead.first(HeadOffer.parse(first.encode()));
            grow(ledger, "a");
            ledger.publish(RECORD);
            HeadOffer next = heads.offer(ACME, seen.checkpoint().size()).orElseThrow();
            assertThat(seen.judge(next)).isInstanceOf(KeptHead.Judged.Grown.class);
            LedgerHead claim = claim(SignedNote.parse(next.note()));
            authentic(ledger, heads.shown(ACME, CAM, Optional.of(claim)));
            assertThat(kept(database)).isEqualTo(1);
            assertThat(heads.offer(ACME, 1_000))
                    .as("a device that is ahead gets the head as it is")
                    .isPresent();
        }
    }

    @BothDatabases
    void aDeviceThatSawMoreOrSomethingElseStopsTheLedgerAndTheRefusalSaysHowToGoOn(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            DeviceHeads heads = new DeviceHeads(ledger);
            SignedNote larger = ledger.identity(ACME)
                    .record()
                    .sign(Checkpoint.of(ledger.noteKey(RECORD).name(), 50, MerkleHash.leaf(new byte[] {7})));
            assertThatThrownBy(() -> authentic(ledger, heads.shown(ACME, CAM, Optional.of(claim(larger)))))
                    .isInstanceOf(ForkedLogException.class)
                    .hasMessageContaining("put back a database");
            assertThat(ledger.entries(ACME, EntryQuery.all().type("ledger.split-view-noticed")))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.issuer()).isEqualTo(CAM));
            assertThatThrownBy(() -> grow(ledger, "b")).isInstanceOf(ForkedLogException.class);
            assertThat(heads.offer(ACME, 50)).as("nothing is signed any more").isEmpty();
            assertThat(new Wholeness(ledger).refuses()).isTrue();
        }
    }

    @BothDatabases
    void aSmallHeadThatContradictsStopsTheLedgerAmongManyLargerOnesThatDoNot(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            grow(ledger, "a");
            Cosigners cosigners = new Cosigners(ledger);
            byte[] honest = ledger.publish(RECORD).encode();
            for (int i = 0; i < 40; i++) {
                cosigners.seen(RECORD, "device/cam-" + i, honest);
            }
            SignedNote split = ledger.identity(ACME)
                    .record()
                    .sign(Checkpoint.of(ledger.noteKey(RECORD).name(), 1, MerkleHash.leaf(new byte[] {7})));
            cosigners.seen(RECORD, "device/cam-99", split.encode());
            assertThatThrownBy(() -> grow(ledger, "b")).isInstanceOf(ForkedLogException.class);
        }
    }

    @BothDatabases
    void whatIsNotSignedByTheLedgerAccusesNobody(Database database) {
        try (TestLedger fixture = TestLedger.over(database);
                TestLedger others =
                        TestLedger.over(Database.open(dev.muster.ledger.sql.testing.FreshDatabases.sqliteUrl()))) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            Ledger other = others.open();
            other.create(ACME);
            grow(other, "x");
            DeviceHeads heads = new DeviceHeads(ledger);
            SignedNote foreign = other.publish(RECORD);
            LedgerHead honest = claim(ledger.publish(RECORD));
            List<LedgerHead> nothing = List.of(
                    claim(foreign),
                    new LedgerHead(99, new byte[32]),
                    new LedgerHead(99, new byte[32], Optional.of(new byte[] {1})),
                    new LedgerHead(99, honest.rootHash(), honest.note()));
            for (LedgerHead head : nothing) {
                authentic(ledger, heads.shown(ACME, CAM, Optional.of(head)));
            }
            authentic(ledger, heads.shown(ACME, CAM, Optional.empty()));
            assertThat(kept(database)).isZero();
            assertThat(heads.strangers(RECORD)).containsExactly(CAM);
            grow(ledger, "goes on");
        }
    }
}
