package dev.muster.core.assurance;

import static dev.muster.core.assurance.Given.CAM;
import static dev.muster.core.assurance.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.Check;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Known;
import dev.muster.core.facts.Scope;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostureFoldTest {
    private static final Checks CHECKS = EveryCheck.all();
    static final Assessor ASSESSOR = new Assessor(ShippedCatalogue.read(CHECKS.ids()), CHECKS);
    private static final RequirementId TM_05 = new RequirementId("ENISA", "GP-TM-05");
    private static final List<String> VALUES = List.of(
            "true",
            "false",
            "verified",
            "refused",
            "accepted",
            "match",
            "mismatch",
            "affirming",
            "contraindicated",
            "0",
            "3",
            "90",
            "success",
            "failure",
            "2026-11-23T00:00:00Z",
            "TLSv1.3",
            "simulated",
            "applied",
            "nonsense");

    private final PostureFold fold = new PostureFold(Given.ORG, ASSESSOR);

    private void say(Subject subject, FactKey key, String value, Instant effective, Instant received, long entry) {
        fold.accept(new Known(new Fact(subject, key.key(), value, effective, Grade.ATTESTED, entry), received));
    }

    /** The rule: the incremental fold says what the plain definition says, at every step, whatever arrives. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void incrementalEqualsFromScratch(long seed) {
        Random random = new Random(seed);
        FactRegister plain = new FactRegister(Given.ORG);
        List<FactKey> keys = keys();
        Instant now = T0;
        for (int entry = 0; entry < 250; entry++) {
            now = now.plusSeconds(random.nextInt(random.nextInt(20) == 0 ? 200_000 : 4_000));
            for (Fact fact : randomFacts(random, keys, now, entry)) {
                Known known = new Known(fact, now);
                fold.accept(known);
                plain.accept(known);
            }
            if (random.nextInt(3) == 0) {
                fold.settle(now);
                for (Subject device : plain.devices()) {
                    Map<RequirementId, Standing> expected = new HashMap<>();
                    ASSESSOR.posture(plain, device, now)
                            .verdicts()
                            .forEach((id, verdict) -> expected.put(id, Standing.of(verdict)));
                    assertThat(fold.standings(device)).isEqualTo(expected);
                }
                assertThat(fold.fleet(now))
                        .isEqualTo(FleetPosture.of(ASSESSOR.catalogue(), ASSESSOR.fleet(plain, now), now));
            }
        }
        assertThat(plain.devices()).isNotEmpty();
    }

    /** The rule: the changes, applied to what was said before, give what holds now. */
    @Test
    void changesAddUpToThePosture() {
        Random random = new Random(99);
        List<FactKey> keys = keys();
        Map<String, Verdict.Kind> told = new HashMap<>();
        Instant now = T0;
        for (int entry = 0; entry < 400; entry++) {
            now = now.plusSeconds(random.nextInt(9_000));
            Instant received = now;
            randomFacts(random, keys, now, entry).forEach(fact -> fold.accept(new Known(fact, received)));
            for (PostureFold.Change change : fold.settle(now)) {
                change.requirements().forEach(c -> {
                    assertThat(c.before().orElse(Verdict.Kind.UNKNOWN))
                            .isEqualTo(told.getOrDefault(change.subject() + c.requirement(), Verdict.Kind.UNKNOWN));
                    told.put(change.subject() + c.requirement(), c.after());
                });
            }
        }
        for (Subject device : fold.devices()) {
            fold.standings(device)
                    .forEach((id, standing) -> assertThat(told.getOrDefault(device + id.text(), Verdict.Kind.UNKNOWN))
                            .isEqualTo(standing.kind()));
        }
    }

    @Test
    void nothingNewGivesNoChange() {
        say(CAM, AttestationFacts.UNKNOWN_PARTS, "0", T0, T0, 1);
        assertThat(fold.settle(T0)).hasSize(1);
        assertThat(fold.settle(T0.plusSeconds(5))).isEmpty();
        say(CAM, AttestationFacts.UNKNOWN_PARTS, "0", T0.plusSeconds(9), T0.plusSeconds(9), 2);
        assertThat(fold.settle(T0.plusSeconds(9)))
                .as("fresher evidence of the same is no change")
                .isEmpty();
    }

    @Test
    void timeAloneMakesAVerdictStale() {
        say(CAM, AttestationFacts.UNKNOWN_PARTS, "0", T0, T0, 1);
        fold.settle(T0);
        List<PostureFold.Change> changes = fold.settle(T0.plus(Check.DAY));
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().checks())
                .extracting(AssuranceEvent.CheckChange::check)
                .containsExactly("AT-unknown-part");
        assertThat(changes.getFirst().requirements())
                .extracting(AssuranceEvent.RequirementChange::requirement, AssuranceEvent.RequirementChange::after)
                .contains(org.assertj.core.groups.Tuple.tuple(TM_05.text(), Verdict.Kind.STALE));
    }

    @Test
    void onlyWhatTheFactTouchesIsJudgedAgain() {
        say(CAM, AttestationFacts.UNKNOWN_PARTS, "0", T0, T0, 1);
        fold.settle(T0);
        say(CAM, AttestationFacts.UNKNOWN_PARTS, "2", T0.plusSeconds(1), T0.plusSeconds(1), 2);
        PostureFold.Change change = fold.settle(T0.plusSeconds(1)).getFirst();
        assertThat(change.requirements()).hasSize(1);
        assertThat(change.requirements().getFirst().after()).isEqualTo(Verdict.Kind.NOT_SUPPORTED);
        assertThat(change.checks().getFirst().entries()).containsExactly(2L);
    }

    @Test
    void afterARestartOnlyWhatIsNewIsTold() {
        say(CAM, AttestationFacts.UNKNOWN_PARTS, "0", T0, T0, 1);
        PostureFold.Change first = fold.settle(T0).getFirst();
        PostureFold restarted = new PostureFold(Given.ORG, ASSESSOR);
        first.requirements().forEach(change -> restarted.said(CAM, change));
        first.checks().forEach(change -> restarted.said(CAM, change));
        fold.register().of(CAM).values().forEach(restarted::accept);
        assertThat(restarted.settle(T0)).isEmpty();
    }

    /** Whether the judge looked once in between, and found nothing to tell, shows in nothing that it tells. */
    @Test
    void whatWasNotToldIsNotRememberedAsSaid() {
        say(CAM, FactKey.device("host.nothing-that-a-check-asks"), "1", T0, T0, 1);
        fold.settle(T0);
        say(CAM, AttestationFacts.UNKNOWN_PARTS, "0", T0, T0, 2);
        PostureFold.Change looked = fold.settle(T0).getFirst();
        PostureFold anew = new PostureFold(Given.ORG, ASSESSOR);
        fold.register().of(CAM).values().forEach(anew::accept);
        PostureFold.Change first = anew.settle(T0).getFirst();
        assertThat(looked.requirements()).isNotEmpty().isSubsetOf(first.requirements());
        assertThat(looked.checks()).isNotEmpty().isEqualTo(first.checks());
    }

    @Test
    void aDecisionThatARowDoesNotApplyHoldsForTheProductUntilTakenBack() {
        String id = TM_05.text();
        say(CAM, FactKey.device(FactRegister.PRODUCT_KEY), "cam", T0, T0, 0);
        var entry = Given.entry(1, Given.PRODUCT, T0);
        fold.accept(
                entry,
                new AssuranceFacts().facts(entry, new AssuranceEvent.NotApplicableDeclared(id, "ada", "no parts")));
        fold.settle(T0);
        assertThat(verdict()).isEqualTo(new Verdict.NotApplicable("ada", "no parts"));
        var later = Given.entry(2, Given.PRODUCT, T0.plusSeconds(1));
        fold.accept(later, new AssuranceFacts().facts(later, new AssuranceEvent.NotApplicableWithdrawn(id, "ada")));
        fold.settle(T0.plusSeconds(1));
        assertThat(verdict()).isInstanceOf(Verdict.Unknown.class);
    }

    @Test
    void aDerivationLeadsDownToTheEntries() {
        Given given = Given.cam().fact(AttestationFacts.UNKNOWN_PARTS, "2");
        Derivation why = ASSESSOR.why(
                given.register(), CAM, ASSESSOR.catalogue().find(TM_05).orElseThrow(), T0);
        assertThat(why.verdict()).isInstanceOf(Verdict.NotSupported.class);
        assertThat(why.entries()).containsExactly(1L);
        assertThat(why.verdict())
                .isEqualTo(
                        ASSESSOR.posture(given.register(), CAM, T0).verdicts().get(TM_05));
    }

    private Verdict verdict() {
        Verdict plain = ASSESSOR.posture(fold.register(), CAM, T0).verdicts().get(TM_05);
        assertThat(fold.standings(CAM)).containsEntry(TM_05, Standing.of(plain));
        return plain;
    }

    static List<FactKey> keys() {
        List<FactKey> keys = new ArrayList<>();
        for (Check check : CHECKS.all()) {
            keys.addAll(check.needs());
        }
        keys.add(FactKey.device(FactRegister.PRODUCT_KEY));
        for (Scope scope : Scope.values()) {
            keys.add(new FactKey(scope, AssuranceFacts.exclusionKey(TM_05)));
            keys.add(new FactKey(scope, AssuranceFacts.waiverKey(TM_05)));
        }
        return keys;
    }

    static List<Fact> randomFacts(Random random, List<FactKey> keys, Instant now, long entry) {
        List<Fact> facts = new ArrayList<>();
        for (int n = random.nextInt(4); n >= 0; n--) {
            FactKey key = keys.get(random.nextInt(keys.size()));
            Subject subject = switch (key.scope()) {
                case DEVICE -> Subject.device("cam-" + random.nextInt(4));
                case PRODUCT -> new Subject("product", "p" + random.nextInt(2));
                case ORG -> Given.ACME;
            };
            String value = key.key().equals(FactRegister.PRODUCT_KEY)
                    ? "p" + random.nextInt(2)
                    : key.key().startsWith("assurance.waiver.")
                            ? random.nextBoolean() ? now.plusSeconds(random.nextInt(90_000)) + " ada: why" : "ended"
                            : key.key().startsWith("assurance.")
                                    ? random.nextBoolean() ? "ada: why not" : "withdrawn"
                                    : VALUES.get(random.nextInt(VALUES.size()));
            Grade grade = List.of(Grade.values()).get(random.nextInt(6));
            facts.add(
                    new Fact(subject, key.key(), value, now.plusSeconds(random.nextInt(-50_000, 5_000)), grade, entry));
        }
        return facts;
    }
}
