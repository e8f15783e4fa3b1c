package dev.muster.server.assurance;

import static dev.muster.server.assurance.AssuranceWorld.ACME;
import static dev.muster.server.assurance.AssuranceWorld.CAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.Finding;
import dev.muster.core.assurance.PackReplay;
import dev.muster.core.assurance.RequirementId;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.pack.Pack;
import dev.muster.format.audit.pack.PackVerifier;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.statements.Statements;
import dev.muster.server.facts.SqlFactStore;
import dev.muster.testing.TestFolders;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What both databases must give assurance: the fact register, verdicts behind the commit, past answers, packs. */
class AssuranceContractTest {
    private static final RequirementId TM_05 = new RequirementId("ENISA", "GP-TM-05");
    static final String PARTS = "attestation.unknown-parts";

    private static Verdict.Kind verdict(AssuranceWorld world, Optional<Instant> asOf) {
        return new Postures(world.database, world.facts, world.assessor, Optional.empty(), world.clock())
                .device(ACME, "cam-07", asOf)
                .orElseThrow()
                .verdicts()
                .get(TM_05)
                .kind();
    }

    @BothDatabases
    void theStoredRegisterIsTheFoldOfItsFactsAtEveryTime(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            Random random = new Random(11);
            List<Known> all = new ArrayList<>();
            EntryFacts rules = new EntryFacts(world.codec, AssuranceWorld.RULES);
            for (int i = 0; i < 60; i++) {
                world.later(random.nextInt(5));
                Subject subject = random.nextInt(3) == 0 ? Subject.org(ACME) : Subject.device("d" + random.nextInt(3));
                Instant effective = world.now().plusSeconds(random.nextInt(-20, 5));
                world.say(Said.draft(subject, "k" + random.nextInt(4), "v" + i, effective));
            }
            world.entries(0).forEach(entry -> all.addAll(rules.of(entry)));
            for (int second = -1; second < 200; second += 23) {
                Instant at = AssuranceWorld.T0.plusSeconds(second);
                FactRegister fold = new FactRegister(ACME);
                all.stream().filter(known -> !known.receivedAt().isAfter(at)).forEach(fold::accept);
                FactRegister stored = database.read(tx -> new SqlFactStore(tx, ACME, rules).register(at));
                assertThat(stored.all()).containsExactlyInAnyOrderElementsOf(fold.all());
            }
            FactRegister fold = new FactRegister(ACME);
            all.forEach(fold::accept);
            assertThat(database.read(tx -> new SqlFactStore(tx, ACME, rules).register())
                            .all())
                    .as("what is known now, from its own tables")
                    .containsExactlyInAnyOrderElementsOf(fold.all());
            assertThat(database.read(tx -> new SqlFactStore(tx, new OrgId("other"), rules).register(world.now()))
                            .all())
                    .isEmpty();
        }
    }

    @BothDatabases
    void newEvidenceChangesAVerdictAndTheLedgerSaysSoOnce(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            AssuranceFollower follower = world.follower();
            world.say(PARTS, "0");
            List<Entry> first = world.entries(0);
            follower.accept(ACME, first);
            assertThat(world.told()).hasSize(1);
            follower.accept(ACME, first);
            assertThat(world.told()).as("the same entries again").hasSize(1);
            world.later(10);
            world.say(PARTS, "2");
            follower.accept(ACME, world.entries(first.size()));
            AssuranceEvent.VerdictChanged changed = world.told().getLast();
            assertThat(changed.requirements()).anySatisfy(change -> {
                assertThat(change.requirement()).isEqualTo(TM_05.text());
                assertThat(change.before()).contains(Verdict.Kind.PARTLY);
                assertThat(change.after()).isEqualTo(Verdict.Kind.NOT_SUPPORTED);
            });
            assertThat(changed.checks()).singleElement().satisfies(change -> {
                assertThat(change.check()).isEqualTo("AT-unknown-part");
                assertThat(change.after()).isEqualTo(Finding.Outcome.FAIL);
                assertThat(change.evidenceAt()).isEqualTo(world.now());
            });
        }
    }

    @BothDatabases
    void afterARestartEvidenceGrowsOldWithoutAnythingNew(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(PARTS, "0");
            world.follower().accept(ACME, world.entries(0));
            AssuranceFollower restarted = world.follower();
            world.later(24 * 3600);
            restarted.begins();
            restarted.tick();
            assertThat(world.told()).hasSize(2);
            assertThat(world.told().getLast().checks())
                    .extracting(AssuranceEvent.CheckChange::after)
                    .containsExactly(Finding.Outcome.STALE);
            restarted.ends();
            world.say(PARTS, "2");
            restarted.tick();
            assertThat(world.told()).as("another server judges now").hasSize(2);
            restarted.begins();
            restarted.tick();
            assertThat(world.told()).hasSize(3);
        }
    }

    @BothDatabases
    void afterARestartNothingIsToldAgainAndNothingIsForgotten(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(PARTS, "0");
            world.follower().accept(ACME, world.entries(0));
            AssuranceFollower restarted = world.follower();
            restarted.accept(ACME, world.entries(0));
            assertThat(world.told()).hasSize(1);
            world.later(24 * 3600);
            restarted.tick();
            assertThat(world.told()).hasSize(2);
            assertThat(world.told().getLast().checks())
                    .extracting(AssuranceEvent.CheckChange::after)
                    .containsExactly(Finding.Outcome.STALE);
            restarted.tick();
            assertThat(world.told()).hasSize(2);
        }
    }

    @BothDatabases
    void aPastSecondIsAnsweredWithWhatWasKnownThen(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(PARTS, "0");
            Instant before = world.now();
            world.later(60);
            world.say(PARTS, "3");
            Instant between = world.now();
            world.later(60);
            world.say(PARTS, "0");
            assertThat(verdict(world, Optional.of(before))).isEqualTo(Verdict.Kind.PARTLY);
            assertThat(verdict(world, Optional.of(between))).isEqualTo(Verdict.Kind.NOT_SUPPORTED);
            assertThat(verdict(world, Optional.empty())).isEqualTo(Verdict.Kind.PARTLY);
            Postures postures = new Postures(database, world.facts, world.assessor, Optional.empty(), world.clock());
            assertThat(postures.device(ACME, "cam-07", Optional.of(before.minusSeconds(1))))
                    .isEmpty();
            assertThat(postures.fleet(ACME, Optional.of(between)).devices()).isEqualTo(1);
            assertThat(postures.fleet(new OrgId("other"), Optional.empty()).devices())
                    .isZero();
        }
    }

    @BothDatabases
    void aPackOfAnyTimeVerifiesOfflineAndItsClaimsFollow(Database database) throws Exception {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(Said.draft(CAM, FactRegister.PRODUCT_KEY, "cam", world.now()));
            world.say(PARTS, "0");
            new Statements(world.ledger)
                    .registerOwn(ACME, "product/cam/software", "application/swid+cbor", new byte[] {1});
            Instant before = world.now();
            world.later(60);
            world.say(PARTS, "3");
            EvidenceKeys keys = new EvidenceKeys(TestFolders.create("muster-keys-"), new SecureRandom());
            PackMaker maker = new PackMaker(database, world.ledger, world.facts, world.assessor, keys, world.clock());
            for (Optional<Instant> asOf : List.of(Optional.<Instant>empty(), Optional.of(before))) {
                byte[] file = maker.make(ACME, asOf);
                PackVerifier.Report report = PackVerifier.verify(file, maker.trust(ACME));
                assertThat(report.steps()).allMatch(PackVerifier.Step::holds);
                assertThat(report.pack().orElseThrow().statements()).hasSize(1);
                assertThat(new PackReplay(world.checks, world.codec, AssuranceWorld.RULES)
                                .replay(report.pack().orElseThrow()))
                        .isInstanceOf(PackReplay.Outcome.Same.class);
                String expected = asOf.isPresent() ? "PARTLY" : "NOT_SUPPORTED";
                assertThat(report.pack().orElseThrow().devices().getFirst().verdicts())
                        .anyMatch(line -> line.requirement().equals(TM_05.text())
                                && line.verdict().equals(expected));
                file[file.length / 2] ^= 1;
                assertThat(PackVerifier.verify(file, maker.trust(ACME)).holds()).isFalse();
            }
        }
    }

    /** What is withheld cannot be read, and cannot be exchanged either: its leaf is in the log that was signed. */
    @BothDatabases
    void aPackMayWithholdBodiesAndKeepsTheirProofs(Database database) throws Exception {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(PARTS, "0");
            EvidenceKeys keys = new EvidenceKeys(TestFolders.create("muster-keys-"), new SecureRandom());
            PackMaker maker = new PackMaker(database, world.ledger, world.facts, world.assessor, keys, world.clock());
            byte[] file = maker.make(ACME, Optional.empty(), List.of("test"), PackScope.ALL);
            PackVerifier.Report report = PackVerifier.verify(file, maker.trust(ACME));
            assertThat(report.steps()).allMatch(PackVerifier.Step::holds);
            Pack pack = report.pack().orElseThrow();
            assertThat(pack.entries())
                    .filteredOn(entry -> entry.body().isEmpty())
                    .hasSize(1)
                    .allSatisfy(entry -> {
                        assertThat(entry.salt()).isEmpty();
                        assertThat(entry.path()).isNotEmpty();
                    });
            assertThat(new PackReplay(world.checks, world.codec, AssuranceWorld.RULES).replay(pack))
                    .isInstanceOfSatisfying(
                            PackReplay.Outcome.Unknown.class,
                            unknown -> assertThat(unknown.detail()).contains("but 1 facts of 1 entries"));
            assertThat(report.pack().orElseThrow().devices().getFirst().verdicts())
                    .anyMatch(line -> line.requirement().equals(TM_05.text())
                            && line.verdict().equals("PARTLY"));
        }
    }

    /** A slip of the pen would hand out what it meant to keep. */
    @BothDatabases
    void whatNoEntryIsOfCannotBeWithheld(Database database) throws Exception {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            EvidenceKeys keys = new EvidenceKeys(TestFolders.create("muster-keys-"), new SecureRandom());
            PackMaker maker = new PackMaker(database, world.ledger, world.facts, world.assessor, keys, world.clock());
            assertThat(maker.topics()).containsExactly("assurance", "ledger", "test");
            assertThat(PackDoor.without("", maker.topics())).isEmpty();
            assertThat(PackDoor.without("test,ledger", maker.topics())).containsExactly("test", "ledger");
            for (String slip : List.of("tset", "test,", "test.said", "TEST", "test, ledger")) {
                assertThatThrownBy(() -> PackDoor.without(slip, maker.topics()))
                        .as(slip)
                        .hasMessage("without-invalid");
            }
        }
    }

    /** The rule: facts follow from the bytes in the ledger, whatever finer times the event had when it was written. */
    @BothDatabases
    void factsAreThoseOfTheStoredBytes(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(
                    new Draft(CAM, world.now(), "test", new Said.At(world.now().plusNanos(1_234_567))));
            assertThat(database.read(tx -> new SqlFactStore(tx, ACME, world.facts).register(world.now()))
                            .latest(CAM, "at"))
                    .map(Known::value)
                    .contains("2026-11-21T12:00:00.001234Z");
        }
    }

    @BothDatabases
    void anEntryThatCannotBeReadStopsTheFollowerWithoutHarm(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(PARTS, "0");
            List<Entry> entries = world.entries(0);
            AssuranceFollower follower = world.follower();
            follower.accept(ACME, entries);
            assertThat(world.told()).hasSize(1);
            assertThatThrownBy(() -> follower.accept(ACME, List.of(bad(entries.getLast()))))
                    .isInstanceOf(RuntimeException.class);
            follower.accept(ACME, entries);
            assertThat(world.told()).hasSize(1);
        }
    }

    private static Entry bad(Entry entry) {
        return new Entry(
                entry.index(),
                entry.org(),
                entry.type(),
                entry.subject(),
                entry.effectiveAt(),
                entry.receivedAt(),
                entry.issuer(),
                entry.digest(),
                Optional.of(new byte[] {1}));
    }
}
