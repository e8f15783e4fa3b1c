package dev.muster.core.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How findings become a verdict: each rule, then its breach. */
class AssessmentTest {
    private static final RequirementId ID = new RequirementId("X", "1");
    private static final Requirement ROW = row(Requirement.Kind.AUTOMATABLE, "A:report");

    private static Requirement row(Requirement.Kind kind, String evidence) {
        return new Requirement(ID, Requirement.Duty.DEVICE, "Do it", kind, "-", evidence);
    }

    private static Branch branch(String check, Finding.Outcome outcome, Sufficiency sufficiency, Grade grade) {
        Known known = new Known(new Fact(Given.CAM, "k", "v", Given.T0, grade, 1), Given.T0);
        List<Known> facts = outcome == Finding.Outcome.UNKNOWN ? List.of() : List.of(known);
        return new Branch(
                new Link(ID, check, sufficiency, ""),
                new Plain(check),
                new Finding(check, outcome, "because", facts, Instant.MAX));
    }

    private static Branch full(Finding.Outcome outcome) {
        return branch("F", outcome, Sufficiency.FULL, Grade.OBSERVED);
    }

    private static Branch part(Finding.Outcome outcome) {
        return branch("P", outcome, Sufficiency.PARTIAL, Grade.ATTESTED);
    }

    private static Verdict verdict(Branch... branches) {
        return Assessment.of(ROW, List.of(branches), Optional.empty());
    }

    @Test
    void oneFullPassSupports() {
        Verdict verdict = verdict(full(Finding.Outcome.PASS));
        assertThat(verdict).isInstanceOf(Verdict.Supported.class);
        assertThat(verdict.weakest()).contains(Grade.OBSERVED);
        assertThat(verdict.wouldRaise()).containsExactly("stronger evidence for F, now only observed");
    }

    @Test
    void aVerdictIsAsWeakAsItsWeakestFact() {
        assertThat(verdict(full(Finding.Outcome.PASS), part(Finding.Outcome.PASS))
                        .weakest())
                .contains(Grade.OBSERVED);
    }

    @Test
    void partialPassesNeverAddUpToTheWhole() {
        Branch other = branch("Q", Finding.Outcome.PASS, Sufficiency.PARTIAL, Grade.ATTESTED);
        Verdict verdict = verdict(part(Finding.Outcome.PASS), other);
        assertThat(verdict).isInstanceOf(Verdict.Partly.class);
        assertThat(verdict.wouldRaise()).anyMatch(s -> s.contains("A:report"));
    }

    @Test
    void oneFailureSpeaksAgainstItWhateverElsePasses() {
        Verdict verdict = verdict(full(Finding.Outcome.PASS), part(Finding.Outcome.FAIL));
        assertThat(verdict).isInstanceOf(Verdict.NotSupported.class);
        assertThat(verdict.reasons()).containsExactly("P: because");
        assertThat(verdict.wouldRaise()).contains("fix P");
    }

    @Test
    void staleIsNotAPassAndNotAFailure() {
        assertThat(verdict(full(Finding.Outcome.STALE))).isInstanceOf(Verdict.Stale.class);
        assertThat(verdict(full(Finding.Outcome.STALE), part(Finding.Outcome.PASS)))
                .isInstanceOf(Verdict.Partly.class);
        assertThat(verdict(full(Finding.Outcome.STALE), part(Finding.Outcome.UNKNOWN)))
                .isInstanceOf(Verdict.Stale.class);
    }

    @Test
    void noEvidenceIsUnknownNeverAPass() {
        assertThat(verdict(full(Finding.Outcome.UNKNOWN))).isInstanceOf(Verdict.Unknown.class);
        assertThat(verdict(full(Finding.Outcome.UNKNOWN)).wouldRaise()).containsExactly("fix F");
        assertThat(verdict()).isEqualTo(new Verdict.Unknown(List.of("no check yet"), List.of("possible: A:report")));
    }

    @Test
    void hardwareAndProceduresWithoutACheckSayWhatIsNeeded() {
        assertThat(Assessment.of(row(Requirement.Kind.HARDWARE, "C:x"), List.of(), Optional.empty())
                        .reasons())
                .first()
                .asString()
                .contains("hardware has to be examined");
        assertThat(Assessment.of(row(Requirement.Kind.PROCEDURAL, "D:x"), List.of(), Optional.empty())
                        .reasons())
                .first()
                .asString()
                .contains("document");
    }

    @Test
    void aNamedDecisionExcludesAndTheSourceCanToo() {
        assertThat(Assessment.of(
                        ROW, List.of(full(Finding.Outcome.FAIL)), Optional.of(new Exclusion("ada", "no radio"))))
                .isEqualTo(new Verdict.NotApplicable("ada", "no radio"));
        assertThat(Assessment.of(row(Requirement.Kind.PROCEDURAL, "-:no duty"), List.of(), Optional.empty()))
                .isInstanceOf(Verdict.NotApplicable.class);
    }

    @Test
    void noVerdictUsesTheWordThatNobodyHereMaySay() {
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            assertThat(kind.words()).doesNotContainIgnoringCase("complian");
        }
    }

    /** A check that is only looked at for its name and remedy. */
    private record Plain(String id) implements Check {
        @Override
        public String statement() {
            return "it is so";
        }

        @Override
        public List<FactKey> needs() {
            return List.of();
        }

        @Override
        public Duration maxAge() {
            return DAY;
        }

        @Override
        public String remedy() {
            return "fix " + id;
        }

        @Override
        public Judgement judge(Facts facts, Instant now) {
            return Judgement.holds("it is so");
        }
    }
}
