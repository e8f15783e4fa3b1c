package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EntryLeaf;
import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sequence.LedgerInUseException;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.tree.LogId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** What every database must give the ledger. */
class LedgerContractTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final OrgId OTHER = new OrgId("other");
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @EntryType("test.counted")
    record Counted(int number) implements Event {}

    /** A register that must always equal the sum over the entries. */
    static final class Sum implements Projection {
        @Override
        public Set<Class<? extends Event>> events() {
            return Set.of(Counted.class);
        }

        @Override
        public void apply(Tx tx, Entry entry, Event event) {
            int number = ((Counted) event).number();
            if (number == 13) {
                throw new IllegalStateException("the projection refuses thirteen");
            }
            tx.update(
                    "insert into test_sum (org, total) values (?, ?)"
                            + " on conflict (org) do update set total = test_sum.total + excluded.total",
                    entry.org().value(),
                    number);
        }
    }

    private static TestLedger fixture(Database database) {
        TestLedger fixture = TestLedger.over(database);
        database.change(tx -> tx.execute("create table test_sum (org TEXT primary key, total BIGINT not null)"));
        return fixture.events(Counted.class).projection(new Sum());
    }

    private static Draft counted(int number) {
        return new Draft(
                Subject.device("d-" + number % 3), LONG_AGO.plusSeconds(number), "tester", new Counted(number));
    }

    private static int count(Ledger ledger, OrgId org, int number) {
        return ledger.shell().run(org, Function.identity(), tx -> Decision.of(number, counted(number)));
    }

    private static long total(Database database, OrgId org) {
        return database.read(
                tx -> tx.count("select coalesce(sum(total), 0) as n from test_sum where org = ?", org.value()));
    }

    @BothDatabases
    void entriesGetIndexesWithoutGapsAndRegistersTheSameTransaction(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            assertThat(ledger.size(LogId.record(ACME))).isEqualTo(2);
            assertThat(ledger.size(LogId.statements(ACME))).isEqualTo(1);
            for (int i = 0; i < 5; i++) {
                assertThat(count(ledger, ACME, i)).isEqualTo(i);
            }
            assertThat(ledger.entries(ACME, EntryQuery.all()))
                    .extracting(Entry::index)
                    .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
            assertThat(total(database, ACME)).isEqualTo(10);
            Entry last = ledger.entry(ACME, 6).orElseThrow();
            assertThat(ledger.event(last)).contains(new Counted(4));
            assertThat(last.effectiveAt()).isEqualTo(LONG_AGO.plusSeconds(4));
            assertThat(ledger.size(LogId.record(OTHER))).isZero();
        }
    }

    @BothDatabases
    void aFailingDeskOrProjectionIsUndoneAloneInASharedCommit(Database database) throws Exception {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            CountDownLatch release = new CountDownLatch(1);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                // Holds the sequencer so that everything below waits and shares one commit.
                threads.execute(() -> ledger.shell().run(ACME, Function.identity(), tx -> {
                    await(release);
                    return Decision.of(0);
                }));
                List<CompletableFuture<Integer>> answers = new ArrayList<>();
                for (int i = 10; i < 20; i++) {
                    int number = i;
                    answers.add(CompletableFuture.supplyAsync(
                            () -> ledger.shell().run(ACME, Function.identity(), tx -> {
                                if (number == 17) {
                                    throw new IllegalArgumentException("the desk refuses seventeen");
                                }
                                return Decision.of(number, counted(number), counted(number));
                            }),
                            threads));
                }
                Thread.sleep(100);
                release.countDown();
                for (int i = 10; i < 20; i++) {
                    CompletableFuture<Integer> answer = answers.get(i - 10);
                    if (i == 13) {
                        assertThatThrownBy(answer::join).hasRootCauseMessage("the projection refuses thirteen");
                    } else if (i == 17) {
                        assertThatThrownBy(answer::join).hasRootCauseMessage("the desk refuses seventeen");
                    } else {
                        assertThat(answer.join()).isEqualTo(i);
                    }
                }
            }
            int expected = 2 * (10 + 11 + 12 + 14 + 15 + 16 + 18 + 19);
            assertThat(total(database, ACME)).isEqualTo(expected);
            List<Entry> entries = ledger.entries(ACME, EntryQuery.all().type("test.counted"));
            assertThat(entries).hasSize(16);
            assertThat(entries.getLast().index()).isEqualTo(17);
            assertThat(Checkpoint.parse(ledger.checkpoint(LogId.record(ACME)).text())
                            .size())
                    .isEqualTo(18);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @BothDatabases
    void everyEntryHasAProofUnderASignedHeadThatOthersCanCheck(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            for (int i = 20; i < 320; i++) {
                count(ledger, ACME, i);
            }
            LogId log = LogId.record(ACME);
            SignedNote note = ledger.checkpoint(log);
            assertThat(ledger.noteKey(log).verify(note)).isTrue();
            Checkpoint head = Checkpoint.parse(note.text());
            assertThat(head.size()).isEqualTo(302);
            for (long index = 0; index < head.size(); index += 7) {
                byte[] leaf =
                        EntryLeaf.of(ledger.entry(ACME, index).orElseThrow()).hash();
                assertThat(ledger.inclusion(log, index, head.size()).verify(leaf, head.root()))
                        .isTrue();
            }
            byte[] oldRoot = ledger.current(log).root(100);
            assertThat(ledger.consistency(log, 100, head.size()).verify(oldRoot, head.root()))
                    .isTrue();
        }
    }

    @BothDatabases
    void aLedgerOpenedAgainGoesOnWithTheSameTree(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger first = fixture.open();
            for (int i = 20; i < 300; i++) {
                count(first, ACME, i);
            }
            LogId log = LogId.record(ACME);
            byte[] root = first.current(log).root(282);
            first.close();
            Ledger second = TestLedger.in(fixture.directory(), database)
                    .events(Counted.class)
                    .projection(new Sum())
                    .open();
            try (second) {
                count(second, ACME, 300);
                assertThat(second.current(log).size()).isEqualTo(283);
                assertThat(second.current(log).root(282)).isEqualTo(root);
                assertThat(second.consistency(log, 282, 283)
                                .verify(root, second.current(log).root(283)))
                        .isTrue();
            }
        }
    }

    @BothDatabases
    void questionsAreAnsweredBySubjectTypeAndBothTimes(Database database) {
        AtomicInteger second = new AtomicInteger();
        try (TestLedger fixture =
                fixture(database).clock(() -> LONG_AGO.plusSeconds(1000 + second.getAndIncrement()))) {
            Ledger ledger = fixture.open();
            for (int i = 20; i < 26; i++) {
                count(ledger, ACME, i);
            }
            Subject device = Subject.device("d-0");
            List<Entry> of = ledger.entries(ACME, EntryQuery.all().subject(device));
            assertThat(of).hasSize(2);
            Instant known = of.getFirst().receivedAt();
            assertThat(ledger.entries(ACME, EntryQuery.all().subject(device).knownAt(known)))
                    .hasSize(1);
            assertThat(ledger.entries(ACME, EntryQuery.all().subject(device).knownAt(known.minusNanos(1000))))
                    .isEmpty();
            assertThat(ledger.entries(ACME, EntryQuery.all().subject(device).knownSince(known)))
                    .isEqualTo(of);
            assertThat(ledger.entries(ACME, EntryQuery.all().subject(device).knownSince(known.plusNanos(1000))))
                    .containsExactly(of.getLast());
            assertThat(ledger.entries(ACME, EntryQuery.all().knownAt(LONG_AGO))).isEmpty();
            assertThat(ledger.entries(ACME, EntryQuery.all().knownAt(Instant.parse("2100-01-01T00:00:00Z"))))
                    .hasSize(8);
            assertThat(ledger.entries(ACME, EntryQuery.all().type("test.").trueAt(LONG_AGO.plusSeconds(22))))
                    .hasSize(3);
            assertThat(ledger.entries(ACME, EntryQuery.all().type("ledger.opened")))
                    .hasSize(1);
            assertThat(ledger.entries(ACME, EntryQuery.all().issuer("nobody"))).isEmpty();
            assertThat(ledger.newest(ACME, EntryQuery.all().subject(device)).orElseThrow())
                    .isEqualTo(of.getLast());
            assertThat(ledger.entries(ACME, EntryQuery.all().from(3).until(5)))
                    .extracting(Entry::index)
                    .containsExactly(3L, 4L);
        }
    }

    @BothDatabases
    void followersSeeEverythingInOrderAtLeastOnceAndOneThatFailsStopsNobody(Database database) throws Exception {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ConcurrentLinkedQueue<Long> seen = new ConcurrentLinkedQueue<>();
            CountDownLatch all = new CountDownLatch(22);
            AtomicInteger failures = new AtomicInteger();
            CountDownLatch recovered = new CountDownLatch(22);
            ledger.follow(follower(
                    "steady",
                    entries -> entries.forEach(entry -> {
                        seen.add(entry.index());
                        all.countDown();
                    })));
            ledger.follow(follower("moody", entries -> {
                if (failures.incrementAndGet() <= 2) {
                    throw new IllegalStateException("not today");
                }
                entries.forEach(entry -> recovered.countDown());
            }));
            for (int i = 20; i < 40; i++) {
                count(ledger, ACME, i);
            }
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(new ArrayList<>(seen)).isSorted().doesNotHaveDuplicates();
            assertThat(recovered.await(20, TimeUnit.SECONDS)).isTrue();
            ledger.close();
            assertThat(ledger.followers(ACME))
                    .allSatisfy(status -> assertThat(status.next()).isEqualTo(22));
            List<Long> again = new ArrayList<>();
            Ledger second = TestLedger.in(fixture.directory(), database)
                    .events(Counted.class)
                    .projection(new Sum())
                    .open();
            try (second) {
                CountDownLatch one = new CountDownLatch(1);
                second.follow(follower(
                        "steady",
                        entries -> entries.forEach(entry -> {
                            again.add(entry.index());
                            one.countDown();
                        })));
                count(second, ACME, 40);
                assertThat(one.await(20, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(again).containsExactly(22L);
        }
    }

    private static Follower follower(String name, java.util.function.Consumer<List<Entry>> takes) {
        return new Follower() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void accept(OrgId org, List<Entry> entries) {
                takes.accept(entries);
            }
        };
    }

    @BothDatabases
    void aSecondProcessIsKeptOutOfTheDirectory(Database database) {
        try (TestLedger fixture = fixture(database)) {
            fixture.open();
            assertThatThrownBy(
                            () -> TestLedger.in(fixture.directory(), database).open())
                    .isInstanceOf(LedgerInUseException.class);
        }
    }
}
