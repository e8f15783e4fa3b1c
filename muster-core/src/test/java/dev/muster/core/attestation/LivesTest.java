package dev.muster.core.attestation;

import static dev.muster.core.attestation.TestFleet.NOW;
import static dev.muster.core.attestation.TestFleet.claims;
import static dev.muster.core.attestation.TestFleet.file;
import static dev.muster.core.attestation.TestFleet.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.Lives.Answer;
import dev.muster.core.attestation.Lives.Phase;
import dev.muster.core.attestation.Lives.Wish;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Fact;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.eat.SlotMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reference values come, count, go: a rollout is no attack, and what goes back behind it is no update. */
class LivesTest {
    private MemoryStore store;

    @BeforeEach
    void twoReleases() {
        store = new MemoryStore();
        TestFleet.references("1.0.0", "1.1.0").documents().forEach(store::publish);
    }

    private void rollout(Phase phase, String version, Instant at) {
        store.keep(Lives.follow(new Lives.News("Acme", "cam", version, phase, "ro-1"), store, at));
    }

    private Answer wish(String version, Wish wish, Optional<Instant> until) {
        return store.keep(Lives.decide(
                new Lives.Request(digest(version), "", wish, until, "CVE-2026-0001"), "alice", store, NOW));
    }

    private String digest(String version) {
        return store.references().documents().stream()
                .filter(document -> document.corim().id().toString().endsWith(version))
                .findFirst()
                .orElseThrow()
                .digest();
    }

    private Life life(String version) {
        return store.references().life(digest(version), "Acme/cam/" + version + "/reference");
    }

    /** Evidence at the desk, and what became of it. */
    private EvidenceAppraised show(String version, SlotMeasurement files, Instant at) {
        EvidenceAnswer answer = store.keep(new Evidences(TestFleet.CHALLENGES, TestFleet.SCHEMES)
                .decide(
                        TestFleet.request(claims(TestFleet.nonce(at), version, files), TestFleet.DEVICE_KEY),
                        store,
                        at));
        return ((EvidenceAnswer.Appraised) answer).event();
    }

    private EvidenceAppraised show(String version, Instant at) {
        return show(version, release(version), at);
    }

    /** Whatever fits is that at best from here on, as the organisation says. */
    private void strictly(TrustTier atBest) {
        PolicyTable.When always = new PolicyTable.When(List.of(), List.of(), List.of(), List.of(), Optional.empty());
        PolicyTable.Row row = new PolicyTable.Row(always, atBest, Optional.empty(), "our rule");
        store.keep(Policies.set(new PolicyTable("field", List.of(row)), "alice", store, NOW));
    }

    private static String software(EvidenceAppraised event) {
        return new AttestationFacts()
                .facts(TestFleet.entry(), event).stream()
                        .filter(fact -> fact.key().equals(AttestationFacts.SOFTWARE.key()))
                        .map(Fact::value)
                        .findFirst()
                        .orElseThrow();
    }

    private static String decisive(EvidenceAppraised event) {
        return event.reasons().getFirst().code();
    }

    private static Instant after(long hours) {
        return NOW.plus(Duration.ofHours(hours));
    }

    @Test
    void duringARolloutOldAndNewAreAffirmedAndLaterTheOldOneIsRetiredAndNoAttack() {
        rollout(Phase.STARTED, "1.1.0", NOW);
        assertThat(life("1.0.0").state()).isEqualTo(Life.State.RETIRING);
        assertThat(life("1.1.0").state()).isEqualTo(Life.State.ACTIVE);
        assertThat(show("1.0.0", NOW).status()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(show("1.1.0", after(1)).status()).isEqualTo(TrustTier.AFFIRMING);
        rollout(Phase.FINISHED, "1.1.0", after(2));
        assertThat(life("1.0.0").until()).contains(after(2).plus(Lives.GRACE));
        rollout(Phase.FINISHED, "1.1.0", after(50));
        assertThat(life("1.0.0").until()).contains(after(2).plus(Lives.GRACE));
        MemoryStore fresh = store;
        Instant late = after(3).plus(Lives.GRACE);
        Appraisal retired =
                TestFleet.appraise(claims(new byte[32], "1.0.0", release("1.0.0")), fresh.references(), late);
        assertThat(retired.status()).isEqualTo(TrustTier.WARNING);
        assertThat(retired.reasons().getFirst().code()).isEqualTo(Reason.RETIRED);
        assertThat(retired.reasons().getFirst().text()).contains("1.1.0 follows it");
    }

    @Test
    void aDeviceThatHadTheNewReleaseAndShowsTheOldOneIsNotAffirmedHoweverOftenItShowsIt() {
        rollout(Phase.STARTED, "1.1.0", NOW);
        show("1.1.0", NOW);
        EvidenceAppraised back = show("1.0.0", after(1));
        assertThat(back.status()).isEqualTo(TrustTier.WARNING);
        assertThat(decisive(back)).isEqualTo(Reason.WENT_BACK);
        assertThat(decisive(show("1.0.0", after(2)))).isEqualTo(Reason.WENT_BACK);
        assertThat(show("1.1.0", after(3)).status()).isEqualTo(TrustTier.AFFIRMING);
        show("1.0.0", after(4));
        rollout(Phase.FINISHED, "1.1.0", after(5));
        Instant late = after(6).plus(Lives.GRACE);
        assertThat(decisive(show("1.0.0", late))).isEqualTo(Reason.WENT_BACK);
        strictly(TrustTier.CONTRAINDICATED);
        EvidenceAppraised ruled = show("1.0.0", late.plusSeconds(1));
        assertThat(decisive(ruled)).isEqualTo(Reason.POLICY);
        assertThat(new AttestationNotices().notices(TestFleet.entry(), ruled))
                .as("whatever is told first")
                .anyMatch(notice ->
                        notice.says().contains("shows") && notice.says().contains("nobody asked for that"));
    }

    @Test
    void aStoppedRolloutMakesTheOldReleaseCountAgainAlsoForThoseThatHadTheNewOne() {
        rollout(Phase.STARTED, "1.1.0", NOW);
        show("1.1.0", NOW);
        rollout(Phase.STOPPED, "1.1.0", after(1));
        assertThat(life("1.0.0").state()).isEqualTo(Life.State.ACTIVE);
        assertThat(show("1.0.0", after(2)).status()).isEqualTo(TrustTier.AFFIRMING);
    }

    @Test
    void anEntryOfADeviceThatWentBackIsAppraisedTheSameAgain() {
        rollout(Phase.STARTED, "1.1.0", NOW);
        show("1.1.0", NOW);
        EvidenceAppraised back = show("1.0.0", after(1));
        assertThat(back.earlier()).map(Match::version).contains("1.1.0");
        Optional<EvidenceAppraised> again = new Evidences(TestFleet.CHALLENGES, TestFleet.SCHEMES)
                .again(back, TestFleet.reading(back.evidence()), store.references(), PolicyTable.NONE);
        assertThat(again).contains(back);
    }

    private static SlotMeasurement slot(String app, String library, String... more) {
        List<FileEntry> files = new ArrayList<>(List.of(file("bin/app", app), file("lib/lib.so", library)));
        for (String path : more) {
            files.add(file(path, path));
        }
        return new SlotMeasurement(files);
    }

    private void publish(String version, SlotMeasurement files) {
        store.publish(new ReferenceSet.Document(
                "Acme", version, ReleaseManifest.of("Acme", "cam", "fw", version, files, Optional.of(TestFleet.YEAR))));
    }

    @Test
    void aMixtureIsAnUpdateUnderWayOnlyWhileOneReleaseFollowsTheOther() {
        publish("2.0.0", slot("app 2.0.0", "lib 2.0.0", "etc/old"));
        publish("2.1.0", slot("app 2.1.0", "lib 2.1.0"));
        SlotMeasurement half = slot("app 2.1.0", "lib 2.0.0");
        EvidenceAppraised graft = show("2.0.0", half, NOW);
        assertThat(graft.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(decisive(graft)).isEqualTo(Reason.MIXTURE);
        rollout(Phase.STARTED, "2.1.0", after(1));
        EvidenceAppraised between = show("2.0.0", half, after(2));
        assertThat(between.status()).isEqualTo(TrustTier.WARNING);
        assertThat(decisive(between)).isEqualTo(Reason.BETWEEN);
        assertThat(between.differences()).extracting(Difference::path).containsExactly("lib/lib.so");
        strictly(TrustTier.CONTRAINDICATED);
        EvidenceAppraised ruled = show("2.0.0", half, after(2).plusSeconds(1));
        assertThat(decisive(ruled)).isEqualTo(Reason.POLICY);
        assertThat(software(ruled)).as("whatever is told first").isEqualTo("between");
        store.keep(Policies.set(PolicyTable.NONE, "alice", store, NOW));
        EvidenceAppraised evil = show("2.0.0", slot("app 2.1.0", "evil"), after(3));
        assertThat(evil.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(decisive(evil)).isEqualTo(Reason.DIFFERS);
        EvidenceAppraised liar = show("2.0.0", slot("app 2.1.0", "lib 2.1.0"), after(4));
        assertThat(liar.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        EvidenceAppraised other = show("1.0.0", slot("app 1.0.0", "lib 2.0.0"), after(5));
        assertThat(other.status()).isEqualTo(TrustTier.CONTRAINDICATED);
    }

    @Test
    void stagedValuesCountFromTheirRolloutOn() {
        store.keep(Lives.follow(new Lives.News("Acme", "cam", "9.9.9", Phase.STARTED, "ro-0"), store, NOW));
        assertThat(life("1.0.0")).isEqualTo(Life.ACTIVE);
        store.publish(new LifeChange(digest("1.1.0"), "Acme/cam/1.1.0/reference", Life.staged("as submitted")));
        EvidenceAppraised early = show("1.1.0", NOW);
        assertThat(early.status()).isEqualTo(TrustTier.WARNING);
        assertThat(decisive(early)).isEqualTo(Reason.REFERENCE_NOT_YET);
        rollout(Phase.STARTED, "1.1.0", after(1));
        assertThat(show("1.1.0", after(1)).status()).isEqualTo(TrustTier.AFFIRMING);
    }

    @Test
    void whatAgreesWithARevokedReleaseIsContraindicatedAndNoRolloutRevivesIt() {
        assertThat(wish("1.0.0", Wish.REVOKE, Optional.empty()))
                .isInstanceOfSatisfying(
                        Answer.Done.class, done -> assertThat(done.changed()).hasSize(1));
        EvidenceAppraised bad = show("1.0.0", NOW);
        assertThat(bad.status()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(bad.vector()).containsEntry(TrustCategory.FILE_SYSTEM.word(), 96);
        assertThat(bad.reasons().getFirst().text()).contains("CVE-2026-0001");
        rollout(Phase.STARTED, "1.0.0", after(1));
        assertThat(life("1.0.0").state()).isEqualTo(Life.State.REVOKED);
        wish("1.0.0", Wish.ACTIVATE, Optional.empty());
        assertThat(show("1.0.0", after(2)).status()).isEqualTo(TrustTier.AFFIRMING);
    }

    @Test
    void aPersonRetiresUntilATimeInTheFuture() {
        assertThat(wish("1.0.0", Wish.RETIRE, Optional.of(after(1)))).isInstanceOf(Answer.Done.class);
        assertThat(show("1.0.0", NOW).status()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(decisive(show("1.0.0", after(2)))).isEqualTo(Reason.RETIRED);
        assertThat(reason(wish("1.0.0", Wish.RETIRE, Optional.of(NOW)))).isEqualTo("until");
        assertThat(reason(wish("1.0.0", Wish.REVOKE, Optional.of(after(1))))).isEqualTo("until");
    }

    @Test
    void unknownManifestsTagsAndEmptyReasonsAreRefusedAndWhatIsSoAlreadyLeavesNoEntry() {
        Lives.Request unknown = new Lives.Request("00", "", Wish.REVOKE, Optional.empty(), "why");
        assertThat(reason(Lives.decide(unknown, "alice", store, NOW).answer())).isEqualTo("manifest-unknown");
        Lives.Request tag = new Lives.Request(digest("1.0.0"), "other", Wish.REVOKE, Optional.empty(), "why");
        assertThat(reason(Lives.decide(tag, "alice", store, NOW).answer())).isEqualTo("tag-unknown");
        Lives.Request silent = new Lives.Request(digest("1.0.0"), "", Wish.REVOKE, Optional.empty(), " ");
        assertThat(reason(Lives.decide(silent, "alice", store, NOW).answer())).isEqualTo("reason");
        Lives.Request same = new Lives.Request(digest("1.0.0"), "", Wish.ACTIVATE, Optional.empty(), "why");
        assertThat(Lives.decide(same, "alice", store, NOW).drafts()).isEmpty();
    }

    @Test
    void everyChangeMakesAnotherSetWithTheIdThatItsEntryNames() {
        List<Draft> drafts = Lives.decide(
                        new Lives.Request(digest("1.0.0"), "", Wish.REVOKE, Optional.empty(), "why"),
                        "alice",
                        store,
                        NOW)
                .drafts();
        ReferenceLifeChanged event = (ReferenceLifeChanged) drafts.getFirst().event();
        String before = store.referenceSetId();
        store.publish(event.change());
        assertThat(store.referenceSetId()).isEqualTo(event.referenceSet()).isNotEqualTo(before);
    }

    private static String reason(Answer answer) {
        return ((Answer.Refused) answer).reason();
    }
}
