package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.testing.TestFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A process that appends under load is killed at random moments, over one database and directory, again and again. After
 * each time: no acknowledged entry is lost, every receipt still holds under the log as it is now, the log did not fork,
 * and what is new follows from the rows ({@link KillCheck}); fsck looks at everything now and then and at the end.
 * Rounds: {@code -Dmuster.kill.rounds=2000} for the whole suite.
 */
class KillTest {
    private static final int ROUNDS = Integer.getInteger("muster.kill.rounds", 3);
    private static final long SEED = Long.getLong("muster.kill.seed", 20261121L);
    /** Fsck and the whole count grow with the log. */
    private static final int ALL_EVERY = 100;
    /** Receipts verified again at the end. */
    private static final int LAST_RECEIPTS = 5000;
    /** So many numbers a round. */
    private static final long NUMBERS = 1_000_000;

    private static final int PERCENT = 100;
    private static final int AT_START = 15;
    private static final int AT_FIRST = 35;
    private static final int UNDER_LOAD = 85;
    private static final int FIRST_MILLIS = 80;
    private static final int LOAD_MILLIS = 500;
    /** Longer than the server's own publishing interval. */
    private static final int LONG_MILLIS = 1200;

    private final Random random = new Random(SEED);
    private final KillCheck check = new KillCheck(random);
    private final Map<String, Integer> histogram = new TreeMap<>();
    private int startMillis = 1000;

    @Test
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    void nothingAcknowledgedIsLostOnSqlite() throws Exception {
        rounds("sqlite", FreshDatabases.sqliteUrl());
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    void nothingAcknowledgedIsLostOnPostgresql() throws Exception {
        rounds("postgresql", FreshDatabases.postgresqlUrl());
    }

    private void rounds(String name, String url) throws Exception {
        Path home = TestFolders.create("muster-kill-");
        Path data = home.resolve("data");
        try (Database database = Database.open(url)) {
            database.change(tx -> tx.execute("create table test_sum (org TEXT primary key, total BIGINT not null)"));
        }
        KilledProcess process = new KilledProcess(Files.createDirectory(home.resolve("process")));
        if (ROUNDS >= ALL_EVERY) {
            // What it says meanwhile is not kept: the first look takes the log as it is.
            process.train(url, data, 1);
        }
        List<String> lines = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            KilledProcess.Moment moment = moment(round);
            // A start is killed on what the kill before left: recovering may itself be cut short, twice and more.
            if (moment.after() != KilledProcess.After.START) {
                look(url, data, lines, round);
            }
            KilledProcess.Killed killed = process.kill(url, data, 1 + round * NUMBERS, moment);
            note(killed);
            lines.addAll(killed.lines());
            if (round % ALL_EVERY == 0 || round == ROUNDS) {
                look(url, data, lines, round);
                all(url, data, round == ROUNDS ? LAST_RECEIPTS : ALL_EVERY);
                report(name, round);
            }
        }
        assertThat(check.acknowledged()).isPositive();
        assertThat(check.receipts()).isPositive();
    }

    private KilledProcess.Moment moment(int round) {
        if (round == 1) {
            return new KilledProcess.Moment(KilledProcess.After.RECEIPT, FIRST_MILLIS);
        }
        int draw = random.nextInt(PERCENT);
        if (draw < AT_START) {
            return new KilledProcess.Moment(KilledProcess.After.START, random.nextInt(startMillis));
        }
        int most = draw < AT_FIRST ? FIRST_MILLIS : draw < UNDER_LOAD ? LOAD_MILLIS : LONG_MILLIS;
        return new KilledProcess.Moment(KilledProcess.After.READY, random.nextInt(most));
    }

    private void note(KilledProcess.Killed killed) {
        if (killed.readyMillis() > 0) {
            startMillis = (int) killed.readyMillis();
        }
        boolean entries = killed.lines().stream().anyMatch(line -> line.startsWith("E "));
        boolean receipts = killed.lines().stream().anyMatch(line -> line.startsWith("S "));
        count(
                receipts
                        ? "killed with receipts given"
                        : entries
                                ? "killed with entries acknowledged, no receipt yet"
                                : killed.readyMillis() > 0
                                        ? "killed when ready, before anything was acknowledged"
                                        : "killed during start");
        count("  the sequencer was in: " + killed.doing().writing().name().toLowerCase(Locale.ROOT));
        if (killed.doing().publishing()) {
            count("  a head was being published");
        }
    }

    private void count(String what) {
        histogram.merge(what, 1, Integer::sum);
    }

    private void look(String url, Path data, List<String> lines, int round) {
        try (Database database = Database.open(url);
                TestLedger fixture = AppendUntilKilled.ledger(database, data)) {
            check.look(fixture.open(), lines);
        } catch (AssertionError | RuntimeException fault) {
            throw new AssertionError("before round " + round + ", seed " + SEED + ": " + fault.getMessage(), fault);
        }
        lines.clear();
    }

    private void all(String url, Path data, int oldReceipts) {
        try (Database database = Database.open(url);
                TestLedger fixture = AppendUntilKilled.ledger(database, data)) {
            check.all(fixture.open(), oldReceipts);
        }
    }

    private void report(String name, int round) {
        StringBuilder words = new StringBuilder("kill -9 on " + name + ": " + round + " rounds, seed " + SEED + ", "
                + check.acknowledged() + " acknowledged, " + check.receipts() + " receipts, " + check.leaves()
                + " leaves, start " + startMillis + " ms; fsck finds nothing\n");
        histogram.forEach((what, times) ->
                words.append("  ").append(what).append(": ").append(times).append('\n'));
        System.out.print(words);
    }
}
