package dev.muster.server.ledger;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.server.ledger.testing.TestLedger;
import dev.muster.server.sql.Database;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * A process that appends under load until it is killed, and says on standard output what was acknowledged: {@code E index
 * number} for an entry, {@code S subject receipt} for a statement. Arguments: JDBC URL, directory, first number.
 */
final class AppendUntilKilled {
    static final OrgId ORG = new OrgId("acme");
    private static final int THREADS = 6;

    private AppendUntilKilled() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        Database database = Database.open(args[0]);
        TestLedger fixture = TestLedger.in(Path.of(args[1]), database)
                .events(LedgerContractTest.Counted.class)
                .projection(new LedgerContractTest.Sum());
        Ledger ledger = fixture.open();
        ledger.create(ORG);
        Statements statements = new Statements(ledger);
        long first = Long.parseLong(args[2]);
        say(out, "READY");
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            Thread.ofPlatform().start(() -> append(out, ledger, statements, first + thread));
        }
    }

    private static void append(PrintStream out, Ledger ledger, Statements statements, long first) {
        for (long number = first; ; number += THREADS) {
            if (number % 5 == 0) {
                String subject = "item-" + number;
                if (statements.registerOwn(ORG, subject, "text/plain", subject.getBytes(StandardCharsets.UTF_8))
                        instanceof Registration.Registered done) {
                    say(
                            out,
                            "S " + subject + " "
                                    + HexFormat.of().formatHex(done.receipt().bytes()));
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
                say(out, "E " + subject.id());
            }
        }
    }

    private static void say(PrintStream out, String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
