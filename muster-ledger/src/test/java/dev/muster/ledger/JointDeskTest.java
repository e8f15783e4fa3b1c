package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.core.ledger.TrustAnchor;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import dev.muster.ledger.fsck.Fsck;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.statements.Registration;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.ledger.tree.LogId;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/** Decisions that are made together must come out as if each had been made alone. */
class JointDeskTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final String MAKER = "https://maker.example";

    @EntryType("test.numbered")
    record Numbered(int number) implements Event {}

    /** A register that refuses one number, after it has written others. */
    static final class Register implements Projection {
        @Override
        public Set<Class<? extends Event>> events() {
            return Set.of(Numbered.class);
        }

        @Override
        public void apply(Tx tx, Entry entry, Event event) {
            int number = ((Numbered) event).number();
            if (number == 13) {
                throw new IllegalStateException("the projection refuses thirteen");
            }
            tx.update("insert into test_number (idx, number) values (?, ?)", entry.index(), number);
        }
    }

    /** Work that waits while the sequencer is held, in the order in which it was handed in. */
    private static final class Held implements AutoCloseable {
        private final Ledger ledger;
        private final CountDownLatch release = new CountDownLatch(1);
        private final ExecutorService threads = Executors.newCachedThreadPool();

        Held(Ledger ledger) throws InterruptedException {
            this.ledger = ledger;
            CountDownLatch holding = new CountDownLatch(1);
            threads.execute(() -> ledger.shell().run(ACME, Function.identity(), tx -> {
                holding.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return Decision.of(0);
            }));
            holding.await();
        }

        <A> CompletableFuture<A> queue(Supplier<A> work) throws InterruptedException {
            int before = ledger.shell().waiting();
            CompletableFuture<A> answer = CompletableFuture.supplyAsync(work, threads);
            while (ledger.shell().waiting() == before && !answer.isDone()) {
                Thread.sleep(1);
            }
            return answer;
        }

        void release() {
            release.countDown();
        }

        @Override
        public void close() {
            release.countDown();
            threads.close();
        }
    }

    @BothDatabases
    void whatCannotBeDecidedFailsAloneAndTheOthersKeepTheirOrder(Database database) throws Exception {
        database.change(tx -> tx.execute("create table test_number (idx BIGINT primary key, number BIGINT not null)"));
        List<Integer> together = new CopyOnWriteArrayList<>();
        Shell.JointDesk<Integer, String> desk = (tx, org, items) -> {
            together.add(items.size());
            return items.stream().map(JointDeskTest::decided).toList();
        };
        try (TestLedger fixture =
                TestLedger.over(database).events(Numbered.class).projection(new Register())) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            List<CompletableFuture<String>> answers = new ArrayList<>();
            try (Held held = new Held(ledger)) {
                for (int i = 0; i < 40; i++) {
                    int number = i;
                    answers.add(held.queue(() -> ledger.shell().run(ACME, number, desk)));
                }
                held.release();
            }
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                CompletableFuture<String> answer = answers.get(i);
                switch (i) {
                    case 13 -> assertThatThrownBy(answer::join).hasRootCauseMessage("the projection refuses thirteen");
                    case 17 -> assertThatThrownBy(answer::join).hasRootCauseMessage("the desk refuses seventeen");
                    default -> {
                        assertThat(answer.join()).isEqualTo("decided " + i);
                        expected.add(i);
                    }
                }
            }
            assertThat(together).first().isEqualTo(40);
            assertThat(together).contains(1);
            assertThat(ledger.entries(ACME, EntryQuery.all().type("test.numbered")))
                    .extracting(entry -> ((Numbered) ledger.event(entry).orElseThrow()).number())
                    .containsExactlyElementsOf(expected);
            List<Integer> register = database.read(
                    tx -> tx.query("select number from test_number order by idx", row -> row.integerOf("number")));
            assertThat(register).isEqualTo(expected);
            assertThat(new Fsck(ledger).check(LogId.record(ACME)).faults()).isEmpty();
        }
    }

    private static Decision<String> decided(int number) {
        if (number == 17) {
            throw new IllegalArgumentException("the desk refuses seventeen");
        }
        return Decision.of(
                "decided " + number,
                new Draft(Subject.device("d-" + number), Instant.EPOCH, "tester", new Numbered(number)));
    }

    private static byte[] statement(CoseSigner signer, String subject) {
        return Sign1Builder.create()
                .contentType("text/plain")
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map().put(1, MAKER).put(2, subject).build())
                .payload(new byte[] {1})
                .sign(signer)
                .encode();
    }

    @BothDatabases
    void statementsOfOneBatchKnowEachOtherAndTheRulesThatCameBetween(Database database) throws Exception {
        KeyPair pair = Keys.generateP256(new SecureRandom());
        CoseKey key = CoseKey.of(pair.getPublic());
        CoseSigner maker = CoseSigner.of(CoseAlgorithm.ES256, pair.getPrivate(), Optional.of(key.thumbprint()));
        TrustAnchor anchor =
                new TrustAnchor("maker", TrustAnchor.Kind.KEY, key.encode(), List.of(MAKER), List.of(), true);
        try (TestLedger fixture = TestLedger.over(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            Statements statements = new Statements(ledger);
            byte[] early = statement(maker, "early");
            List<CompletableFuture<Registration>> same = new ArrayList<>();
            CompletableFuture<Registration> before;
            CompletableFuture<Registration> trusted;
            byte[] late = statement(maker, "late");
            try (Held held = new Held(ledger)) {
                before = held.queue(() -> statements.register(ACME, early));
                trusted = held.queue(() -> statements.trust(ACME, anchor));
                for (int i = 0; i < 5; i++) {
                    // Judged under the rules before the anchor, as nobody's statement.
                    same.add(held.queue(() -> statements.register(ACME, late)));
                }
                held.release();
            }
            assertThat(before.join()).isInstanceOf(Registration.Refused.class);
            assertThat(trusted.join())
                    .isInstanceOfSatisfying(
                            Registration.Registered.class,
                            done -> assertThat(done.index()).isEqualTo(1));
            assertThat(same)
                    .allSatisfy(answer -> assertThat(answer.join())
                            .isInstanceOfSatisfying(
                                    Registration.Registered.class,
                                    done -> assertThat(done.index()).isEqualTo(2)));
            assertThat(same.stream().filter(answer -> ((Registration.Registered) answer.join()).fresh()))
                    .hasSize(1);
            assertThat(ledger.entries(ACME, EntryQuery.all().type("ledger.statement-refused")))
                    .hasSize(1);
            assertThat(new Fsck(ledger).check(LogId.statements(ACME)).faults()).isEmpty();
            assertThat(new Fsck(ledger).replay(ACME).mismatches()).isEmpty();
        }
    }
}
