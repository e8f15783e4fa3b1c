package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.HeadReports;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.witness.Cosigners;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers on one PostgreSQL: what one of them was shown stops the other too, without a restart. */
class ShownElsewhereTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final LogId RECORD = LogId.record(ACME);
    private static final Duration SOON = Duration.ofSeconds(30);

    private TestLedger a;
    private TestLedger b;
    private Ledger writer;
    private Ledger other;

    @BeforeEach
    void start() throws Exception {
        String url = FreshDatabases.postgresqlUrl();
        a = TestLedger.over(Database.open(url));
        b = TestLedger.over(Database.open(url));
        writer = a.open();
        writer.create(ACME);
        Path keys = Files.createDirectories(b.directory().resolve("keys/acme"));
        for (String file : List.of("receipts.pem", "record.pem", "statements.pem", "witness.pem")) {
            Files.copy(a.directory().resolve("keys/acme").resolve(file), keys.resolve(file));
        }
        other = b.open();
        // Both have looked, found nothing wrong, and remember it.
        grow(writer, "before");
        other.requireWhole(ACME);
        other.newest(RECORD);
    }

    @AfterEach
    void stop() {
        b.close();
        a.close();
    }

    private static void grow(Ledger ledger, String subject) {
        new Statements(ledger).registerOwn(ACME, subject, "text/plain", new byte[] {1});
    }

    /** Signed by the log's own key over what the log does not have. */
    private byte[] forked(long size) {
        SignedNote note = writer.identity(ACME)
                .record()
                .sign(Checkpoint.of(writer.noteKey(RECORD).name(), size, MerkleHash.leaf(new byte[] {7})));
        return note.encode();
    }

    private static boolean refuses(Ledger ledger) {
        try {
            ledger.requireWhole(ACME);
            return false;
        } catch (ForkedLogException stopped) {
            return true;
        }
    }

    private static boolean soon(BooleanSupplier holds) throws InterruptedException {
        Instant until = Instant.now().plus(SOON);
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(until)) {
                return false;
            }
            Thread.sleep(50);
        }
        return true;
    }

    @Test
    void aHeadShownToTheWriterIsNoticedByTheOther() throws Exception {
        assertThat(new Cosigners(writer).seen(RECORD, "device/cam-07", forked(50)))
                .isEqualTo(HeadReports.Answer.LARGER);
        assertThat(soon(() -> refuses(other))).isTrue();
        assertThatThrownBy(() -> other.newest(RECORD)).isInstanceOf(ForkedLogException.class);
    }

    @Test
    void aHeadShownToTheOtherStopsTheWriter() throws Exception {
        assertThat(new Cosigners(other).seen(RECORD, "device/cam-07", forked(1)))
                .isEqualTo(HeadReports.Answer.SPLIT);
        assertThat(refuses(other)).isTrue();
        assertThat(soon(() -> refuses(writer))).isTrue();
        long size = writer.size(RECORD);
        assertThatThrownBy(() -> grow(writer, "after")).isInstanceOf(ForkedLogException.class);
        assertThat(writer.size(RECORD)).isEqualTo(size);
    }

    @Test
    void whoTakesOverLooksBeforeTheFirstEntry() {
        new Cosigners(writer).seen(RECORD, "device/cam-07", forked(50));
        long size = other.size(RECORD);
        a.close();
        assertThatThrownBy(() -> grow(other, "after")).isInstanceOf(ForkedLogException.class);
        assertThat(other.size(RECORD)).isEqualTo(size);
    }

    @Test
    void whatTheWriterAppendedIsNoContradictionToTheOther() throws Exception {
        for (int i = 0; i < 5; i++) {
            grow(writer, "more-" + i);
        }
        new Cosigners(writer)
                .seen(RECORD, "device/cam-07", writer.publish(RECORD).encode());
        long size = writer.size(RECORD);
        assertThat(soon(() -> size(other.newest(RECORD)) == size))
                .as("the other shows the newest head")
                .isTrue();
        a.close();
        assertThatCode(() -> grow(other, "after")).doesNotThrowAnyException();
        assertThat(other.size(RECORD)).isGreaterThan(size);
    }

    private static long size(SignedNote note) {
        return Checkpoint.parse(note.text()).size();
    }
}
