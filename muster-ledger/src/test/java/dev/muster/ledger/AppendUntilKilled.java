package dev.muster.ledger;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Dialect;
import dev.muster.ledger.statements.Registration;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.tree.LogId;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * A process that appends under load until it is killed, and says on standard output what was acknowledged: {@code E
 * subject} for an entry, {@code S subject receipt} for a statement, {@code P log size} for a published head. Arguments:
 * JDBC URL, directory, first number, file for {@link Doing}.
 */
final class AppendUntilKilled {
    static final OrgId ORG = new OrgId("acme");
    static final List<LogId> LOGS = List.of(LogId.record(ORG), LogId.statements(ORG));
    private static final int THREADS = 12;
    /** Every fifth time all register a statement, so that many are decided together. */
    private static final int STATEMENT_EVERY = 5;

    /** The server publishes once a second, which a process that lives so shortly would rarely reach. */
    private static final long PUBLISH_NANOS = 100_000_000;

    private AppendUntilKilled() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        Doing doing = Doing.in(Path.of(args[3]));
        Ledger ledger =
                ledger(doing.watch(Database.open(args[0])), Path.of(args[1])).open();
        ledger.create(ORG);
        Statements statements = new Statements(ledger);
        long first = Long.parseLong(args[2]);
        say(out, "READY");
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            Thread.ofPlatform().start(() -> append(out, ledger, statements, first + thread));
        }
        publish(out, ledger, doing);
    }

    /** The ledger of the killed process and of the one that checks: on PostgreSQL its tiles are there too. */
    static TestLedger ledger(Database database, Path directory) {
        TestLedger fixture = TestLedger.in(directory, database)
                .events(LedgerContractTest.Counted.class)
                .projection(new LedgerContractTest.Sum());
        return database.dialect() == Dialect.POSTGRESQL ? fixture.tilesInDatabase() : fixture;
    }

    private static void append(PrintStream out, Ledger ledger, Statements statements, long first) {
        for (long number = first; ; number += THREADS) {
            if (number / THREADS % STATEMENT_EVERY == 0) {
                String subject = "item-" + number;
                if (statements.registerOwn(ORG, subject, "text/plain", subject.getBytes(StandardCharsets.UTF_8))
                        instanceof Registration.Registered done) {
                    say(
                            out,
                            "S " + subject + " "
                                    + HexFormat.of().formatHex(done.receipt().bytes()) + " .");
                }
            } else {
                Subject subject = Subject.device("n-" + number);
                ledger.shell()
                        .run(
                                ORG,
                                Function.identity(),
                                tx -> Decision.of(
                                        true,
                                        new Draft(
                                                subject, Instant.EPOCH, "tester", new LedgerContractTest.Counted(1))));
                say(out, "E " + subject.id() + " .");
            }
        }
    }

    private static void publish(PrintStream out, Ledger ledger, Doing doing) {
        while (true) {
            for (LogId log : LOGS) {
                doing.publishing(true);
                Checkpoint head = Checkpoint.parse(ledger.publish(log).text());
                doing.publishing(false);
                say(out, "P " + log.name().text() + " " + head.size() + " .");
            }
            LockSupport.parkNanos(PUBLISH_NANOS);
        }
    }

    private static void say(PrintStream out, String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
