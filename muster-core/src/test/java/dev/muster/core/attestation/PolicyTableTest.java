package dev.muster.core.attestation;

import static dev.muster.core.attestation.TestFleet.NOW;
import static dev.muster.core.attestation.TestFleet.claims;
import static dev.muster.core.attestation.TestFleet.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.eat.DebugStatus;
import dev.muster.format.attest.eat.SlotMeasurement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rows of a decision table do, and what none of them can. */
class PolicyTableTest {
    private static final PolicyTable.When ALWAYS = when(List.of(), List.of());

    private MemoryStore store;

    @BeforeEach
    void oneRelease() {
        store = new MemoryStore();
        TestFleet.references("1.0.0").documents().forEach(store::publish);
    }

    private static PolicyTable.When when(List<String> reasons, List<String> proofs) {
        return new PolicyTable.When(List.of(), List.of(), reasons, proofs, Optional.empty());
    }

    private static PolicyTable.Row worse(PolicyTable.When when, TrustTier status) {
        return new PolicyTable.Row(when, status, Optional.empty(), "our rule");
    }

    private static PolicyTable.Row vouch(PolicyTable.When when) {
        return new PolicyTable.Row(when, TrustTier.AFFIRMING, Optional.of("Ada"), "seen on the bench");
    }

    private Policies.Answer set(PolicyTable.Row... rows) {
        return store.keep(Policies.set(new PolicyTable("field", List.of(rows)), "alice", store, NOW));
    }

    private EvidenceAppraised show(SlotMeasurement files, Optional<DebugStatus> debug) {
        EvidenceAnswer answer = store.keep(new Evidences(TestFleet.CHALLENGES, TestFleet.SCHEMES)
                .decide(
                        TestFleet.request(
                                claims(TestFleet.nonce(NOW.plusMillis(tries++)), "1.0.0", files, debug),
                                TestFleet.DEVICE_KEY),
                        store,
                        NOW));
        return ((EvidenceAnswer.Appraised) answer).event();
    }

    private int tries;

    private EvidenceAppraised good() {
        return show(release("1.0.0"), Optional.empty());
    }

    @Test
    void withoutATableNothingIsOtherwise() {
        assertThat(good().status()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(good().policy()).doesNotContain("+");
    }

    @Test
    void aRowMakesAResultWorseAndIsToldFirst() {
        set(worse(when(List.of(), List.of("checked")), TrustTier.WARNING));
        EvidenceAppraised simulated = good();
        assertThat(simulated.status()).as("the proof is another one").isEqualTo(TrustTier.AFFIRMING);
        set(worse(when(List.of(), List.of("simulated")), TrustTier.WARNING));
        EvidenceAppraised under = good();
        assertThat(under.status()).isEqualTo(TrustTier.WARNING);
        assertThat(under.reasons().getFirst().code()).isEqualTo(Reason.POLICY);
        assertThat(under.reasons().getFirst().text()).contains("Row 1 of the policy field", "our rule");
        assertThat(under.policy()).endsWith("+" + store.policy().id());
    }

    @Test
    void rowsThatMakeWorseNeverMakeBetterWhateverTheirOrder() {
        List<PolicyTable.Row> rows = new ArrayList<>(
                List.of(worse(ALWAYS, TrustTier.WARNING), worse(ALWAYS, TrustTier.CONTRAINDICATED), vouch(ALWAYS)));
        for (int i = 0; i < rows.size(); i++) {
            Collections.rotate(rows, 1);
            set(rows.toArray(PolicyTable.Row[]::new));
            assertThat(good().status()).isEqualTo(TrustTier.CONTRAINDICATED);
        }
        set(worse(ALWAYS, TrustTier.WARNING));
        assertThat(show(release("evil"), Optional.empty()).status()).isEqualTo(TrustTier.CONTRAINDICATED);
    }

    @Test
    void whoeverVouchesByNameMakesUpForWhatCouldNotBeCompared() {
        store = new MemoryStore();
        assertThat(good().status()).isEqualTo(TrustTier.WARNING);
        set(vouch(when(List.of(Reason.NO_REFERENCE), List.of())));
        EvidenceAppraised vouched = good();
        assertThat(vouched.status()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(vouched.reasons().getFirst().text()).contains("Ada vouches: seen on the bench");
        assertThat(vouched.match()).isEmpty();
        assertThat(new AttestationFacts().facts(TestFleet.entry(), vouched))
                .filteredOn(fact -> fact.key().equals("attestation.status"))
                .extracting(Fact::value, Fact::grade)
                .as("somebody's word is no proof")
                .containsExactly(tuple("affirming", Grade.RECORDED));
        set(vouch(ALWAYS), worse(ALWAYS, TrustTier.CONTRAINDICATED));
        assertThat(new AttestationFacts().facts(TestFleet.entry(), good()))
                .filteredOn(fact -> fact.key().equals("attestation.status"))
                .extracting(Fact::value, Fact::grade)
                .as("a rule made it worse, whatever was said before")
                .containsExactly(tuple("contraindicated", Grade.ATTESTED));
    }

    @Test
    void nobodysWordBeatsARuleThatAllowsNoMoreThanThereIs() {
        store = new MemoryStore();
        for (List<PolicyTable.Row> rows : List.of(
                List.of(worse(ALWAYS, TrustTier.WARNING), vouch(ALWAYS)),
                List.of(vouch(ALWAYS), worse(ALWAYS, TrustTier.WARNING)))) {
            set(rows.toArray(PolicyTable.Row[]::new));
            assertThat(good().status()).isEqualTo(TrustTier.WARNING);
        }
    }

    @Test
    void nobodysWordBeatsAContradictionOrAClaim() {
        set(vouch(ALWAYS));
        assertThat(show(release("evil"), Optional.empty()).status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(show(release("1.0.0"), Optional.of(DebugStatus.ENABLED)).status())
                .as("an open debug port is a claim of the result")
                .isEqualTo(TrustTier.WARNING);
    }

    @Test
    void anEntryIsAppraisedTheSameAgainUnderItsTableAndOnlyUnderThat() {
        set(worse(ALWAYS, TrustTier.WARNING));
        EvidenceAppraised event = good();
        Evidences desk = new Evidences(TestFleet.CHALLENGES, TestFleet.SCHEMES);
        EvidenceReading reading = TestFleet.reading(event.evidence());
        assertThat(desk.again(event, reading, store.references(), store.policy()))
                .contains(event);
        assertThat(desk.again(event, reading, store.references(), PolicyTable.NONE))
                .hasValueSatisfying(again -> assertThat(again.policy()).isNotEqualTo(event.policy()));
    }

    @Test
    void tablesThatSayNothingOrTooMuchAreRefused() {
        assertThat(set(worse(ALWAYS, TrustTier.AFFIRMING))).isInstanceOf(Policies.Answer.Refused.class);
        assertThat(set(worse(ALWAYS, TrustTier.NONE))).isInstanceOf(Policies.Answer.Refused.class);
        assertThat(set(new PolicyTable.Row(ALWAYS, TrustTier.WARNING, Optional.of("Ada"), "why")))
                .isInstanceOf(Policies.Answer.Refused.class);
        assertThat(set(new PolicyTable.Row(ALWAYS, TrustTier.AFFIRMING, Optional.of(" "), "why")))
                .isInstanceOf(Policies.Answer.Refused.class);
        assertThat(set(new PolicyTable.Row(ALWAYS, TrustTier.WARNING, Optional.empty(), "")))
                .isInstanceOf(Policies.Answer.Refused.class);
        assertThat(set(Collections.nCopies(65, worse(ALWAYS, TrustTier.WARNING)).toArray(PolicyTable.Row[]::new)))
                .isInstanceOf(Policies.Answer.Refused.class);
        assertThat(store.policy()).isEqualTo(PolicyTable.NONE);
    }

    @Test
    void everythingThatIsToldOrDecidesIsInTheId() {
        PolicyTable one = new PolicyTable("field", List.of(worse(ALWAYS, TrustTier.WARNING)));
        assertThat(List.of(
                                one,
                                new PolicyTable("yard", one.rows()),
                                new PolicyTable("field", List.of(worse(ALWAYS, TrustTier.CONTRAINDICATED))),
                                new PolicyTable("field", List.of(vouch(ALWAYS))),
                                new PolicyTable(
                                        "field", List.of(worse(when(List.of("a"), List.of()), TrustTier.WARNING))),
                                new PolicyTable(
                                        "field", List.of(worse(when(List.of(), List.of("a")), TrustTier.WARNING))))
                        .stream()
                        .map(PolicyTable::id))
                .doesNotHaveDuplicates();
    }

    private static PolicyTable.When cel(String condition) {
        return new PolicyTable.When(
                List.of(), List.of(), List.of(), List.of(), Optional.empty(), Optional.of(condition));
    }

    @Test
    void aConditionLooksAtClaimsAndVector() {
        for (String holds : List.of(
                "vector['executables'] < 32 || vector['file-system'] == 2",
                "claims.exists(c, c.element == 'slot' && c.digests['sha-256'].size() == 64)",
                "release.version == '1.0.0' && status == 'affirming' && 'software-match' in reasons",
                "scheme == 'linux-slots' && proof == 'simulated' && !bound && software.version == '1.0.0'")) {
            set(worse(cel(holds), TrustTier.WARNING));
            EvidenceAppraised under = good();
            assertThat(under.status()).as(holds).isEqualTo(TrustTier.WARNING);
            assertThat(under.reasons().getFirst().text()).doesNotContain("no answer");
        }
        set(worse(cel("release.version == '2.0.0'"), TrustTier.WARNING));
        assertThat(good().status()).isEqualTo(TrustTier.AFFIRMING);
    }

    @Test
    void aConditionWithoutAnAnswerIsNoWayAroundARuleAndVouchesForNothing() {
        set(worse(cel("software.nothing == 1"), TrustTier.WARNING));
        EvidenceAppraised under = good();
        assertThat(under.status()).isEqualTo(TrustTier.WARNING);
        assertThat(under.reasons().getFirst().text()).contains("no such key: nothing");
        set(worse(cel("'simulated' == proof"), TrustTier.WARNING), vouch(cel("software.nothing == 1")));
        assertThat(good().status()).isEqualTo(TrustTier.WARNING);
    }

    @Test
    void aConditionThatCannotBeReadIsRefusedWithItsPlace() {
        assertThat(set(worse(ALWAYS, TrustTier.WARNING), worse(cel("vector.executables > > 3"), TrustTier.WARNING)))
                .isInstanceOfSatisfying(
                        Policies.Answer.Refused.class,
                        refused -> assertThat(refused.detail())
                                .isEqualTo(
                                        "row 2: the condition (cel) cannot be used, column 22: '>' is not expected"));
        assertThat(set(worse(cel("clock > 3"), TrustTier.WARNING)))
                .isInstanceOfSatisfying(
                        Policies.Answer.Refused.class,
                        refused -> assertThat(refused.detail())
                                .contains("column 1: there is no clock; there are bound, claims"));
    }

    @Test
    void aTableWithoutConditionsKeepsItsId() {
        PolicyTable words = new PolicyTable("field", List.of(worse(ALWAYS, TrustTier.WARNING)));
        PolicyTable condition = new PolicyTable("field", List.of(worse(cel("bound"), TrustTier.WARNING)));
        assertThat(words.id()).isEqualTo("f4f91c425d7487cca6bfa1d5f697027d4b0382ea93224033f784bf09368cf66c");
        assertThat(condition.id()).isNotEqualTo(words.id());
    }
}
