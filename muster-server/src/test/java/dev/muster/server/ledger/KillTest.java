package dev.muster.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Subject;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.merkle.Checkpoint;
import dev.muster.format.merkle.SignedNote;
import dev.muster.format.scitt.Receipt;
import dev.muster.format.scitt.SignedStatement;
import dev.muster.server.ledger.testing.TestLedger;
import dev.muster.server.sql.Database;
import dev.muster.server.sql.testing.FreshDatabases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A process that appends under load is killed at random moments, over one database and directory, again and again. After
 * each time: no acknowledged entry is lost, every receipt ever given still holds under the log as it is now, the log did
 * not fork, and fsck finds nothing. Rounds: {@code -Dmuster.kill.rounds=2000} for the whole suite.
 */
class KillTest {
    private static final int ROUNDS = Integer.getInteger("muster.kill.rounds", 3);
    private static final long SEED = Long.getLong("muster.kill.seed", 20261121L);
    /** Long enough for a cold JVM to register statements. */
    private static final int MAX_MILLIS = 1500;

    /** Receipts of all rounds are kept; so many of the older ones are checked again each round. */
    private static final int OLD_RECEIPTS = 200;

    private final List<String> receipts = new ArrayList<>();
    private Optional<Checkpoint> lastHead = Optional.empty();
    private long acknowledged;

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void nothingAcknowledgedIsLostOnSqlite() throws Exception {
        rounds(FreshDatabases.sqliteUrl());
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void nothingAcknowledgedIsLostOnPostgresql() throws Exception {
        rounds(FreshDatabases.postgresqlUrl());
    }

    private void rounds(String url) throws Exception {
        Random random = new Random(SEED);
        Path directory = Files.createTempDirectory("muster-kill-");
        try (Database database = Database.open(url)) {
            database.change(tx -> tx.execute("create table test_sum (org TEXT primary key, total BIGINT not null)"));
        }
        for (int round = 0; round < ROUNDS; round++) {
            List<String> lines = killed(url, directory, round, random);
            check(url, directory, lines, random);
        }
        System.out.println("kill -9: " + ROUNDS + " rounds, seed " + SEED + ", " + acknowledged
                + " acknowledged entries, " + receipts.size() + " receipts, "
                + lastHead.map(Checkpoint::size).orElse(0L) + " leaves");
        assertThat(acknowledged).isPositive();
    }

    private static List<String> killed(String url, Path directory, int round, Random random) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendUntilKilled.class.getName(),
                        url,
                        directory.toString(),
                        Long.toString(1 + round * 1_000_000_000L))
                .redirectError(directory.resolve("child.err").toFile())
                .start();
        List<String> lines = new CopyOnWriteArrayList<>();
        CountDownLatch ready = new CountDownLatch(1);
        Thread reader = Thread.ofPlatform().start(() -> read(process, lines, ready));
        assertThat(ready.await(60, TimeUnit.SECONDS))
                .as(() -> "the process started: " + errors(directory))
                .isTrue();
        Thread.sleep(random.nextInt(MAX_MILLIS));
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        reader.join();
        return List.copyOf(lines);
    }

    private static String errors(Path directory) {
        try {
            return Files.readString(directory.resolve("child.err"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private static void read(Process process, List<String> lines, CountDownLatch ready) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("READY")) {
                    ready.countDown();
                } else if (line.startsWith("E ") || line.startsWith("S ")) {
                    lines.add(line);
                }
            }
        } catch (IOException killed) {
            // The pipe ends with the process; what came before it counts.
        }
    }

    private void check(String url, Path directory, List<String> lines, Random random) {
        try (Database database = Database.open(url);
                TestLedger fixture = TestLedger.in(directory, database)
                        .events(LedgerContractTest.Counted.class)
                        .projection(new LedgerContractTest.Sum())) {
            Ledger ledger = fixture.open();
            LogId record = LogId.record(AppendUntilKilled.ORG);
            for (String line : lines) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("E")) {
                    assertThat(ledger.newest(record.org(), EntryQuery.all().subject(Subject.device(words[1]))))
                            .as(line)
                            .isPresent();
                    acknowledged++;
                } else if (words.length == 3 && !line.endsWith(" ")) {
                    receipts.add(line);
                }
            }
            int from = Math.max(0, receipts.size() - OLD_RECEIPTS);
            List<String> some = new ArrayList<>(receipts.subList(from, receipts.size()));
            for (int i = 0; i < Math.min(OLD_RECEIPTS, from); i++) {
                some.add(receipts.get(random.nextInt(from)));
            }
            some.forEach(line -> receiptHolds(ledger, line));
            noFork(ledger, record);
            assertThat(new Fsck(ledger).check(record).faults()).isEmpty();
            assertThat(new Fsck(ledger).check(LogId.statements(record.org())).faults())
                    .isEmpty();
            long total = database.read(tx -> tx.count("select coalesce(sum(total), 0) as n from test_sum"));
            long counted = database.read(tx -> tx.count("select count(*) as n from entry where type = 'test.counted'"));
            assertThat(total).as("the register is the fold of the entries").isEqualTo(counted);
        }
    }

    /** The receipt verifies against its statement, and its tree is a beginning of the log as it is now. */
    private static void receiptHolds(Ledger ledger, String line) {
        String[] words = line.split(" ", -1);
        Receipt receipt = Receipt.parse(HexFormat.of().parseHex(words[2]));
        Statements statements = new Statements(ledger);
        CoseKey key = statements.key(AppendUntilKilled.ORG);
        StatementRow row = statements
                .at(AppendUntilKilled.ORG, receipt.proof().index())
                .orElseThrow(() -> new AssertionError("statement lost: " + words[1]));
        SignedStatement statement = SignedStatement.parse(statements.statement(AppendUntilKilled.ORG, row));
        assertThat(statement.subject()).isEqualTo(words[1]);
        Receipt.Check check = receipt.verify(statement, key.verificationKey());
        assertThat(check).isInstanceOf(Receipt.Check.Holds.class);
        Receipt.Check.Holds holds = (Receipt.Check.Holds) check;
        assertThat(ledger.current(LogId.statements(AppendUntilKilled.ORG)).root(holds.size()))
                .as("the tree of a receipt is a beginning of the log")
                .isEqualTo(holds.root());
    }

    private void noFork(Ledger ledger, LogId log) {
        SignedNote note = ledger.checkpoint(log);
        Checkpoint head = Checkpoint.parse(note.text());
        lastHead.ifPresent(before -> {
            assertThat(head.size()).isGreaterThanOrEqualTo(before.size());
            assertThat(ledger.consistency(log, before.size(), head.size()).verify(before.root(), head.root()))
                    .isTrue();
        });
        lastHead = Optional.of(head);
    }
}
