package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.testing.TestFolders;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The eyes of {@link KillTest} see what they are there to see. */
class KillCheckTest {
    private final KillCheck check = new KillCheck(new Random(1));
    private Database database;
    private TestLedger fixture;
    private Ledger ledger;

    @BeforeEach
    void appendSome() throws Exception {
        database = FreshDatabases.sqlite();
        database.change(tx -> tx.execute("create table test_sum (org TEXT primary key, total BIGINT not null)"));
        fixture = AppendUntilKilled.ledger(database, TestFolders.create("muster-kill-check-"));
        ledger = fixture.open();
        ledger.create(AppendUntilKilled.ORG);
        append("a");
        append("b");
    }

    @AfterEach
    void close() {
        fixture.close();
        database.close();
    }

    @Test
    void whatIsThereIsFound() {
        check.look(ledger, List.of("E a .", "E b ."));
        append("c");
        check.look(ledger, List.of("E c ."));
        check.all(ledger, 1);
        assertThat(check.acknowledged()).isEqualTo(3);
    }

    @Test
    void anAcknowledgedEntryThatIsNotThereIsMissed() {
        assertThatThrownBy(() -> check.look(ledger, List.of("E a .", "E lost .")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("lost");
    }

    @Test
    void anEntryThatWasChangedSinceTheLastLookIsAFork() {
        check.look(ledger, List.of("E a .", "E b ."));
        database.change(tx -> tx.update("update entry set issuer = 'somebody' where subject = 'device/b'"));
        try (TestLedger again = AppendUntilKilled.ledger(database, restarted())) {
            assertThatThrownBy(() -> check.look(again.open(), List.of()))
                    .isInstanceOfAny(AssertionError.class, ForkedLogException.class);
        }
    }

    @Test
    void aRegisterThatIsNotTheFoldIsNoticed() {
        database.change(tx -> tx.update("update test_sum set total = total + 1"));
        assertThatThrownBy(() -> check.look(ledger, List.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("fold");
    }

    private java.nio.file.Path restarted() {
        fixture.close();
        return fixture.directory();
    }

    private void append(String device) {
        ledger.shell()
                .run(
                        AppendUntilKilled.ORG,
                        Function.identity(),
                        tx -> Decision.of(
                                true,
                                new Draft(
                                        Subject.device(device),
                                        Instant.EPOCH,
                                        "tester",
                                        new LedgerContractTest.Counted(1))));
    }
}
