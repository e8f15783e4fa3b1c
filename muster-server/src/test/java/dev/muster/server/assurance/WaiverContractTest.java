package dev.muster.server.assurance;

import static dev.muster.server.assurance.AssuranceWorld.ACME;
import static dev.muster.server.assurance.AssuranceWorld.CAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.PackReplay;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.RequirementId;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.assurance.Waiver;
import dev.muster.core.assurance.WaiverDesk;
import dev.muster.core.assurance.WaiverStore;
import dev.muster.core.assurance.export.Export;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.pack.Pack;
import dev.muster.format.audit.pack.PackVerifier;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.server.facts.SqlFactStore;
import dev.muster.testing.TestFolders;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What both databases must give waivers: they hold from their entry to their end, now, in the past and in packs. */
class WaiverContractTest {
    private static final RequirementId TM_05 = new RequirementId("ENISA", "GP-TM-05");
    private static final String PARTS = "attestation.unknown-parts";
    private static final Subject PRODUCT = new Subject("product", "cam");

    private static WaiverDesk.Answer waive(AssuranceWorld world, Subject subject, Instant until) {
        WaiverDesk.Request request = new WaiverDesk.Request(subject, TM_05, "operator/ada", "behind a locked door");
        return world.ledger
                .shell()
                .<WaiverStore, WaiverDesk.Answer>run(
                        ACME,
                        tx -> new SqlWaiverStore(tx, ACME, world.facts),
                        store -> WaiverDesk.waive(request, until, store, world.now()));
    }

    private static WaiverDesk.Answer end(AssuranceWorld world, Subject subject) {
        WaiverDesk.Request request = new WaiverDesk.Request(subject, TM_05, "operator/ada", "");
        return world.ledger
                .shell()
                .<WaiverStore, WaiverDesk.Answer>run(
                        ACME,
                        tx -> new SqlWaiverStore(tx, ACME, world.facts),
                        store -> WaiverDesk.end(request, store, world.now()));
    }

    private static Verdict.Kind verdict(AssuranceWorld world, Instant at) {
        return new Postures(world.database, world.facts, world.assessor, Optional.empty(), world.clock())
                .device(ACME, "cam-07", Optional.of(at))
                .orElseThrow()
                .verdicts()
                .get(TM_05)
                .kind();
    }

    /** An export judges devices in parts and keeps the facts of the first alone; whoever waives is not forgotten with them. */
    @BothDatabases
    void aPlanOfActionKnowsTheWaiverOfEveryDevice(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(PARTS, "3");
            world.say(Said.draft(Subject.device("cam-01"), PARTS, "0", world.now()));
            waive(world, CAM, world.now().plusSeconds(3600));
            Postures postures =
                    new Postures(world.database, world.facts, world.assessor, Optional.empty(), world.clock());
            String plan = new String(
                    Export.named("poam.json", List.of())
                            .orElseThrow()
                            .make()
                            .apply(postures.exported(ACME, Optional.of(world.now()), Optional.empty())),
                    StandardCharsets.UTF_8);
            assertThat(plan)
                    .contains("ENISA/GP-TM-05 is waived for 1 of 2 devices")
                    .contains("device/cam-07 until ")
                    .contains("by operator/ada: behind a locked door");
        }
    }

    @BothDatabases
    void aWaiverHoldsFromItsEntryToItsEndAtEveryTimeAsked(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(PARTS, "3");
            Instant before = world.now();
            world.later(60);
            Instant until = world.now().plusSeconds(3600);
            assertThat(waive(world, CAM, until)).isEqualTo(new WaiverDesk.Answer.Waived(CAM, TM_05, until));
            Instant waived = world.now();
            assertThat(verdict(world, before)).isEqualTo(Verdict.Kind.NOT_SUPPORTED);
            assertThat(verdict(world, waived)).isEqualTo(Verdict.Kind.WAIVED);
            assertThat(verdict(world, until)).isEqualTo(Verdict.Kind.NOT_SUPPORTED);
            world.later(60);
            assertThat(end(world, CAM)).isEqualTo(new WaiverDesk.Answer.Ended(CAM, TM_05));
            assertThat(verdict(world, world.now())).isEqualTo(Verdict.Kind.NOT_SUPPORTED);
            assertThat(verdict(world, waived)).as("the past stays as it was").isEqualTo(Verdict.Kind.WAIVED);
            assertThat(end(world, CAM)).isInstanceOf(WaiverDesk.Answer.Refused.class);
            assertThat(waive(world, Subject.device("nobody"), until)).isInstanceOf(WaiverDesk.Answer.Refused.class);
        }
    }

    @BothDatabases
    void theLedgerSaysWhenAWaiverIsOverAndARestartDoesNotForgetIt(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(Said.draft(CAM, FactRegister.PRODUCT_KEY, "cam", world.now()));
            world.say(Said.draft(PRODUCT, "any", "thing", world.now()));
            world.say(PARTS, "3");
            waive(world, PRODUCT, world.now().plusSeconds(600));
            world.follower().accept(ACME, world.entries(0));
            assertThat(changes(world)).containsExactly(Verdict.Kind.WAIVED);
            AssuranceFollower restarted = world.follower();
            restarted.accept(ACME, world.entries(0));
            world.later(599);
            restarted.tick();
            assertThat(changes(world)).containsExactly(Verdict.Kind.WAIVED);
            world.later(1);
            restarted.tick();
            assertThat(changes(world)).containsExactly(Verdict.Kind.WAIVED, Verdict.Kind.NOT_SUPPORTED);
        }
    }

    private static List<Verdict.Kind> changes(AssuranceWorld world) {
        return world.told().stream()
                .flatMap(told -> told.requirements().stream())
                .filter(change -> change.requirement().equals(TM_05.text()))
                .map(AssuranceEvent.RequirementChange::after)
                .toList();
    }

    @BothDatabases
    void aPackShowsAWaiverWhileItHoldsAndWhoeverHasTheRulesComesToTheSame(Database database) throws Exception {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(PARTS, "3");
            Instant until = world.now().plusSeconds(600);
            waive(world, CAM, until);
            Instant waived = world.now();
            world.later(1000);
            EvidenceKeys keys = new EvidenceKeys(TestFolders.create("muster-keys-"), new SecureRandom());
            PackMaker maker = new PackMaker(database, world.ledger, world.facts, world.assessor, keys, world.clock());
            for (Optional<Instant> asOf : List.of(Optional.of(waived), Optional.<Instant>empty())) {
                PackVerifier.Report report = PackVerifier.verify(maker.make(ACME, asOf), maker.trust(ACME));
                assertThat(report.steps()).allMatch(PackVerifier.Step::holds);
                Pack pack = report.pack().orElseThrow();
                assertThat(pack.devices().getFirst().verdicts())
                        .filteredOn(line -> line.requirement().equals(TM_05.text()))
                        .extracting(Pack.VerdictLine::verdict)
                        .containsExactly(asOf.isPresent() ? "WAIVED" : "NOT_SUPPORTED");
                assertThat(new PackReplay(world.checks, world.codec, AssuranceWorld.RULES).replay(pack))
                        .isInstanceOf(PackReplay.Outcome.Same.class);
            }
        }
    }

    @BothDatabases
    void whatIsInForceIsListedAndWhyLeadsToItsEntry(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(PARTS, "3");
            Instant until = world.now().plusSeconds(600);
            waive(world, CAM, until);
            FactRegister register = database.read(tx -> new SqlFactStore(tx, ACME, world.facts).register(world.now()));
            assertThat(Waiver.inForce(register, world.now()))
                    .containsExactly(
                            new Waiver.Of(CAM, TM_05, new Waiver("operator/ada", "behind a locked door", until)));
            assertThat(Waiver.inForce(register, until)).isEmpty();
            Requirement row = world.assessor.catalogue().find(TM_05).orElseThrow();
            var why = new Postures(database, world.facts, world.assessor, Optional.empty(), world.clock())
                    .why(ACME, "cam-07", row, Optional.empty())
                    .orElseThrow();
            long entry = why.decision().orElseThrow().fact().entry();
            assertThat(world.entries(entry).getFirst().type()).isEqualTo("assurance.waived");
            assertThat(world.entries(entry).getFirst().issuer()).isEqualTo("operator/ada");
        }
    }
}
