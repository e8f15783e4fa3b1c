package dev.muster.core.assurance;

import static dev.muster.core.assurance.Given.CAM;
import static dev.muster.core.assurance.Given.PRODUCT;
import static dev.muster.core.assurance.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.pack.Pack;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A waiver is visible, bounded, and never counts as support. */
class WaiverTest {
    private static final Checks CHECKS = EveryCheck.all();
    private static final Assessor ASSESSOR = new Assessor(ShippedCatalogue.read(CHECKS.ids()), CHECKS);
    private static final RequirementId TM_05 = new RequirementId("ENISA", "GP-TM-05");
    private static final Instant END = T0.plus(Duration.ofDays(30));

    private final Map<Subject, Waiver> kept = new HashMap<>();
    private final WaiverStore store = new WaiverStore() {
        @Override
        public boolean knows(Subject subject) {
            return subject.equals(CAM) || subject.equals(PRODUCT);
        }

        @Override
        public Optional<Waiver> waiver(Subject subject, RequirementId requirement) {
            return Optional.ofNullable(kept.get(subject));
        }
    };
    private final FactRegister register =
            Given.cam().fact(AttestationFacts.UNKNOWN_PARTS, "2").register();
    private long index = 10;

    private static WaiverDesk.Request request(Subject subject, String why) {
        return new WaiverDesk.Request(subject, TM_05, "operator/ada", why);
    }

    private Decision<WaiverDesk.Answer> waive(Subject subject, Instant until, Instant now) {
        return WaiverDesk.waive(request(subject, "the part is behind a locked door"), until, store, now);
    }

    /** Takes the decision's facts, as the ledger would give them. */
    private void take(Decision<WaiverDesk.Answer> decision, Instant at) {
        decision.drafts().forEach(draft -> {
            Entry entry = Given.entry(index++, draft.subject(), at);
            new AssuranceFacts().facts(entry, draft.event()).forEach(fact -> register.accept(new Known(fact, at)));
        });
    }

    private Verdict verdict(Instant at) {
        Verdict verdict = ASSESSOR.posture(register, CAM, at).verdicts().get(TM_05);
        assertThat(verdict).isNotNull();
        return verdict;
    }

    @ParameterizedTest
    @ValueSource(strings = {"device", "product"})
    void aWaiverOfADeviceOrItsProductIsShownWithWhatTheEvidenceSaysAndCountsUntilItsEnd(String kind) {
        take(waive(kind.equals("device") ? CAM : PRODUCT, END, T0), T0);
        Verdict waived = verdict(T0.plusSeconds(1));
        assertThat(waived.kind()).isEqualTo(Verdict.Kind.WAIVED);
        assertThat(waived.weakest()).as("no evidence speaks for it").isEmpty();
        assertThat(waived.reasons())
                .startsWith(
                        "operator/ada waived it until " + END + ": the part is behind a locked door",
                        "the evidence alone says: not supported");
        assertThat(verdict(END.minusNanos(1000)).kind()).isEqualTo(Verdict.Kind.WAIVED);
        assertThat(verdict(END).kind()).isEqualTo(Verdict.Kind.NOT_SUPPORTED);
    }

    @Test
    void whatIsWaivedIsNeverSupportedWhateverTheEvidenceSays() {
        register.accept(
                Given.known(CAM, AttestationFacts.UNKNOWN_PARTS.key(), "0", T0.plusSeconds(1), T0.plusSeconds(1), 5));
        Verdict.Kind evidence = verdict(T0.plusSeconds(2)).kind();
        assertThat(evidence).isIn(Verdict.Kind.SUPPORTED, Verdict.Kind.PARTLY);
        take(waive(CAM, END, T0.plusSeconds(2)), T0.plusSeconds(2));
        assertThat(verdict(T0.plusSeconds(3)).kind()).isEqualTo(Verdict.Kind.WAIVED);
    }

    @Test
    void aWaiverOfTheDeviceThatIsOverLeavesThatOfItsProduct() {
        take(waive(PRODUCT, END, T0), T0);
        take(waive(CAM, T0.plusSeconds(60), T0), T0);
        assertThat(verdict(T0.plusSeconds(61)).kind()).isEqualTo(Verdict.Kind.WAIVED);
        assertThat(verdict(END).kind()).isEqualTo(Verdict.Kind.NOT_SUPPORTED);
    }

    @Test
    void anEndedWaiverCountsNoMore() {
        take(waive(CAM, END, T0), T0);
        kept.put(CAM, new Waiver("operator/ada", "why", END));
        Instant later = T0.plusSeconds(60);
        Decision<WaiverDesk.Answer> ended = WaiverDesk.end(request(CAM, ""), store, later);
        assertThat(ended.answer()).isEqualTo(new WaiverDesk.Answer.Ended(CAM, TM_05));
        take(ended, later);
        assertThat(verdict(later.minusSeconds(1)).kind())
                .as("the register holds the latest fact only; a past answer is asked of the store")
                .isEqualTo(Verdict.Kind.NOT_SUPPORTED);
        assertThat(verdict(later).kind()).isEqualTo(Verdict.Kind.NOT_SUPPORTED);
    }

    @Test
    void theFoldTellsTheLedgerWhenAWaiverBeginsAndWhenItIsOver() {
        PostureFold fold = new PostureFold(Given.ORG, ASSESSOR);
        register.all().forEach(fold::accept);
        fold.settle(T0);
        take(waive(CAM, END, T0), T0);
        register.all().forEach(fold::accept);
        assertThat(fold.settle(T0.plusSeconds(1)).getFirst().requirements())
                .extracting(AssuranceEvent.RequirementChange::requirement, AssuranceEvent.RequirementChange::after)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(TM_05.text(), Verdict.Kind.WAIVED));
        assertThat(fold.settle(END.minusSeconds(1)).stream()
                        .flatMap(change -> change.requirements().stream())
                        .filter(change -> change.requirement().equals(TM_05.text())))
                .isEmpty();
        assertThat(fold.settle(END).stream()
                        .flatMap(change -> change.requirements().stream())
                        .filter(change -> change.requirement().equals(TM_05.text())))
                .singleElement()
                .extracting(AssuranceEvent.RequirementChange::after)
                .isEqualTo(Verdict.Kind.NOT_SUPPORTED);
    }

    @Test
    void aPackCarriesTheWaiverItsEntryAndNoSupport() {
        take(waive(PRODUCT, END, T0), T0);
        PackDraft draft = PackDraft.of(ASSESSOR, register, List.of(CAM), T0.plusSeconds(1));
        assertThat(draft.devices().getFirst().verdicts())
                .contains(new Pack.VerdictLine(TM_05.text(), "WAIVED", Optional.empty()));
        assertThat(draft.entries()).contains(10L);
        assertThat(draft.facts()).anySatisfy(fact -> {
            assertThat(fact.key()).isEqualTo("assurance.waiver.ENISA/GP-TM-05");
            assertThat(fact.value()).isEqualTo(END + " operator/ada: the part is behind a locked door");
        });
    }

    @Test
    void aDerivationLeadsToTheWaiversEntry() {
        take(waive(CAM, END, T0), T0);
        Derivation why =
                ASSESSOR.why(register, CAM, ASSESSOR.catalogue().find(TM_05).orElseThrow(), T0.plusSeconds(1));
        assertThat(why.decision().orElseThrow().fact().entry()).isEqualTo(10L);
        assertThat(why.entries()).contains(10L);
        assertThat(why.branches()).as("the checks stay visible").isNotEmpty();
    }

    private static String reason(Decision<WaiverDesk.Answer> decision) {
        assertThat(decision.drafts()).isEmpty();
        return decision.answer() instanceof WaiverDesk.Answer.Refused refused ? refused.reason() : "";
    }

    @Test
    void aWaiverWithoutReasonEndOrSubjectIsRefused() {
        assertThat(reason(WaiverDesk.waive(request(CAM, " "), END, store, T0))).isEqualTo("reason-invalid");
        assertThat(reason(WaiverDesk.waive(request(CAM, "a\nb"), END, store, T0)))
                .isEqualTo("reason-invalid");
        assertThat(reason(WaiverDesk.waive(request(CAM, "x".repeat(513)), END, store, T0)))
                .isEqualTo("reason-invalid");
        assertThat(reason(waive(CAM, T0, T0))).isEqualTo("end-invalid");
        assertThat(reason(waive(CAM, T0.plus(WaiverDesk.LONGEST).plusSeconds(1), T0)))
                .isEqualTo("end-invalid");
        assertThat(waive(CAM, T0.plus(WaiverDesk.LONGEST), T0).drafts()).hasSize(1);
        assertThat(reason(waive(Subject.device("other"), END, T0))).isEqualTo("subject-unknown");
        assertThat(reason(waive(Given.ACME, END, T0))).isEqualTo("subject-invalid");
    }

    @Test
    void onlyAWaiverInForceCanBeEnded() {
        assertThat(reason(WaiverDesk.end(request(CAM, ""), store, T0))).isEqualTo("not-waived");
        kept.put(CAM, new Waiver("operator/ada", "why", T0));
        assertThat(reason(WaiverDesk.end(request(CAM, ""), store, T0))).isEqualTo("not-waived");
    }
}
