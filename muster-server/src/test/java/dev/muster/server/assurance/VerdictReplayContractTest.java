package dev.muster.server.assurance;

import static dev.muster.server.assurance.AssuranceWorld.ACME;
import static dev.muster.server.assurance.AssuranceWorld.CAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.assurance.GroupedReplay;
import dev.muster.core.assurance.PostureFold;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.assurance.VerdictReplay;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Every verdict that a ledger tells follows from its entries, over restarts and time; what does not is named. */
class VerdictReplayContractTest {
    private static VerdictReplay.Report replay(AssuranceWorld world) {
        VerdictReplay replay = new VerdictReplay(ACME, world.facts, world.assessor);
        world.entries(0).forEach(replay::take);
        VerdictReplay.Report report = replay.end();
        sameInGroups(world, report);
        return report;
    }

    /** Device by device, pair by pair: what is found does not go by how many are replayed at a time. */
    private static void sameInGroups(AssuranceWorld world, VerdictReplay.Report report) {
        List<Entry> entries = world.entries(0);
        for (int atOnce : List.of(1, 2)) {
            VerdictReplay.Report grouped =
                    GroupedReplay.of(ACME, world.facts, world.assessor, atOnce, one -> entries.forEach(one::take));
            assertThat(grouped)
                    .usingRecursiveComparison()
                    .ignoringFields("digest", "mismatches")
                    .as("%s at a time", atOnce)
                    .isEqualTo(report);
            assertThat(grouped.holds()).isEqualTo(report.holds());
            assertThat(report.mismatches()).containsAll(grouped.mismatches());
        }
        assertThat(GroupedReplay.of(ACME, world.facts, world.assessor, 1_000, one -> entries.forEach(one::take)))
                .as("one group is the whole, to the digest")
                .isEqualTo(report);
    }

    /** A life with breaches, breaches shown again, silence, other devices, a judge that is started anew, and one behind. */
    private static void life(AssuranceWorld world) {
        life(world, world::follower);
    }

    private static void life(AssuranceWorld world, Supplier<AssuranceFollower> judges) {
        AssuranceFollower judge = judges.get();
        long read = 0;
        for (int hour = 0; hour < 60; hour++) {
            world.later(3600);
            if (hour % 7 != 3) {
                world.say(AssuranceContractTest.PARTS, hour % 11 == 5 || hour % 11 == 6 ? "2" : "0");
                world.say(Said.draft(Subject.device("cam-0" + hour % 3), "transport.version", "TLSv1.3", world.now()));
            }
            if (hour == 25) {
                // Nothing was said of this yet, and the first look of a judge that is started anew is the one that sees
                // it.
                world.say(Said.draft(CAM, "transport.version", "TLSv1.3", world.now()));
            }
            if (hour % 13 == 12) {
                judge = judges.get();
                judge.tick();
            }
            List<Entry> entries = world.entries(read);
            // The last entry is handed on an hour later: the judge is behind, and says so.
            List<Entry> handed = entries.subList(0, Math.max(0, entries.size() - hour % 2));
            if (!handed.isEmpty()) {
                judge.accept(ACME, handed);
                read = handed.getLast().index() + 1;
            }
            judge.tick();
        }
    }

    @BothDatabases
    void everyVerdictFollowsFromTheEntries(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            life(world);
            VerdictReplay.Report report = replay(world);
            assertThat(report.mismatches()).isEmpty();
            assertThat(report.verdicts()).isGreaterThan(40);
            assertThat(report.findings()).isGreaterThan(20);
            assertThat(replay(world)).as("the same again, to the digest").isEqualTo(report);
        }
    }

    /** The replay keeps every fact, so what a judge read again, or read when later entries were on record, would show. */
    @BothDatabases
    void soDoThoseOfAJudgeThatForgets(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            life(world, world::forgetfulFollower);
            VerdictReplay.Report report = replay(world);
            assertThat(report.mismatches()).isEmpty();
            assertThat(report.verdicts()).isGreaterThan(40);
        }
    }

    /** A server that ends while it tells of many devices tells of the rest when it is back. */
    @BothDatabases
    void aJudgeMayBeEndedBetweenTwoDevicesButMaySkipNone(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            for (String device : List.of("a", "b", "c")) {
                world.say(Said.draft(Subject.device(device), AssuranceContractTest.PARTS, "0", world.now()));
            }
            List<Draft> all = judgedBy(world);
            world.say(all.getFirst());
            world.later(60);
            AssuranceFollower back = world.follower();
            back.accept(ACME, world.entries(0));
            assertThat(world.told()).hasSize(3);
            assertThat(replay(world).mismatches()).isEmpty();

            world.later(60);
            for (String device : List.of("a", "b", "c")) {
                world.say(Said.draft(Subject.device(device), AssuranceContractTest.PARTS, "2", world.now()));
            }
            world.say(judgedBy(world).getLast());
            world.later(60);
            world.follower().accept(ACME, world.entries(0));
            assertThat(replay(world).mismatches())
                    .extracting(VerdictReplay.Mismatch::device)
                    .contains("a", "b");
        }
    }

    /** Else the end of a server would wait until all of a large fleet is told. */
    @BothDatabases
    void aServerThatStopsLeavesTheRestToTheNext(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            for (String device : List.of("a", "b", "c")) {
                world.say(Said.draft(Subject.device(device), AssuranceContractTest.PARTS, "0", world.now()));
            }
            AssuranceFollower stopped = world.forgetfulFollower();
            stopped.stop();
            assertThatThrownBy(() -> stopped.accept(ACME, world.entries(0))).isInstanceOf(CancellationException.class);
            assertThat(world.told()).hasSize(1);
            world.later(60);
            world.forgetfulFollower().accept(ACME, world.entries(0));
            assertThat(world.told()).hasSize(3);
            assertThat(replay(world).mismatches()).isEmpty();
        }
    }

    private static List<Draft> judgedBy(AssuranceWorld world) {
        List<Entry> entries = world.entries(0);
        PostureFold fold = new PostureFold(ACME, world.assessor);
        world.database.read(tx -> {
            new SqlSaidStore(tx, ACME).tell(fold);
            return true;
        });
        entries.forEach(entry -> world.facts.of(entry).forEach(fold::accept));
        return fold.settle(world.now()).stream()
                .map(change -> new Draft(
                        change.subject(),
                        world.now(),
                        "muster",
                        new AssuranceEvent.VerdictChanged(
                                world.assessor.catalogue().version(),
                                world.now(),
                                entries.getLast().index(),
                                change.requirements(),
                                change.checks())))
                .toList();
    }

    @BothDatabases
    void aVerdictThatDoesNotFollowIsNamed(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            life(world);
            AssuranceEvent.VerdictChanged last = world.told().getLast();
            AssuranceEvent.VerdictChanged forged = new AssuranceEvent.VerdictChanged(
                    last.catalogue(),
                    world.now(),
                    last.upTo(),
                    List.of(new AssuranceEvent.RequirementChange(
                            "ENISA/GP-TM-05",
                            Optional.of(Verdict.Kind.PARTLY),
                            Verdict.Kind.SUPPORTED,
                            Optional.of(Grade.ATTESTED))),
                    List.of());
            world.say(new Draft(CAM, world.now(), "muster", forged));
            VerdictReplay.Report report = replay(world);
            assertThat(report.mismatches()).singleElement().satisfies(mismatch -> {
                assertThat(mismatch.entry())
                        .isEqualTo(world.entries(0).getLast().index());
                assertThat(mismatch.recorded()).isEqualTo("ENISA/GP-TM-05 SUPPORTED");
                assertThat(mismatch.replayed()).isEqualTo("nothing");
            });
        }
    }

    @BothDatabases
    void aVerdictThatWasLeftOutIsNamed(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            life(world);
            // Evidence of a breach that the judge took, as its next entry says, and said nothing about.
            world.say(AssuranceContractTest.PARTS, "9");
            long upTo = world.entries(0).getLast().index();
            world.say(new Draft(
                    Subject.device("cam-00"),
                    world.now(),
                    "muster",
                    new AssuranceEvent.VerdictChanged(
                            world.assessor.catalogue().version(), world.now(), upTo, List.of(), List.of())));
            assertThat(replay(world).mismatches()).anySatisfy(mismatch -> {
                assertThat(mismatch.recorded()).isEqualTo("nothing");
                assertThat(mismatch.device()).isEqualTo("cam-07");
            });
        }
    }

    @BothDatabases
    void verdictsByAnotherCatalogueAreTakenAsSaid(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(new Draft(
                    CAM,
                    world.now(),
                    "muster",
                    new AssuranceEvent.VerdictChanged(
                            "2020.1",
                            world.now(),
                            0,
                            List.of(new AssuranceEvent.RequirementChange(
                                    "ENISA/GP-TM-05",
                                    Optional.empty(),
                                    Verdict.Kind.PARTLY,
                                    Optional.of(Grade.ATTESTED))),
                            List.of())));
            life(world);
            VerdictReplay.Report report = replay(world);
            assertThat(report.mismatches()).isEmpty();
            assertThat(report.foreign()).isEqualTo(1);
        }
    }
}
