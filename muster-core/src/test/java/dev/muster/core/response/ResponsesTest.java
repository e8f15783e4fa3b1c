package dev.muster.core.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule, then its breach. */
class ResponsesTest {
    private static final Subject CAM = Subject.device("cam-07");
    private static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");

    private final Register register = new Register();
    private long verdict = 100;

    /** Keeps what the events say, as the server's register does. */
    private static final class Register implements ResponseStore {
        private Optional<DeviceState> state = Optional.of(DeviceState.OPERATIONAL);
        private Optional<Episode> episode = Optional.empty();
        private final List<Instant> releases = new ArrayList<>();

        void apply(Decision<List<Measure>> decision, Instant now) {
            for (Measure measure : decision.answer()) {
                switch (measure) {
                    case QUARANTINE -> state = Optional.of(DeviceState.QUARANTINED);
                    case RELEASE, ADMIT -> state = Optional.of(DeviceState.OPERATIONAL);
                    case ROLL_BACK -> {}
                }
            }
            for (Draft draft : decision.drafts()) {
                episode = EpisodeFold.after(episode, (ResponseEvent) draft.event(), now);
                if (draft.event() instanceof ResponseEvent.Released) {
                    releases.add(now);
                }
            }
        }

        @Override
        public Optional<DeviceState> state(Subject device) {
            return state;
        }

        @Override
        public Optional<Episode> episode(Subject device) {
            return episode;
        }

        @Override
        public int releases(Subject device, Instant since) {
            return (int) releases.stream().filter(at -> !at.isBefore(since)).count();
        }
    }

    private List<Measure> evidence(Standing.Word word, Duration later) {
        Instant now = T0.plus(later);
        Standing standing = new Standing(CAM, word, "because", verdict++, now);
        return tell(standing, now);
    }

    private List<Measure> tell(Standing standing, Instant now) {
        Decision<List<Measure>> decision = new Responses().decide(standing, register, now);
        register.apply(decision, now);
        return decision.answer();
    }

    private List<Measure> contradicted(long second) {
        return evidence(Standing.Word.CONTRADICTED, Duration.ofSeconds(second));
    }

    private List<Measure> affirmed(long second) {
        return evidence(Standing.Word.AFFIRMED, Duration.ofSeconds(second));
    }

    @Test
    void contradictingEvidenceQuarantinesAndRollsBack() {
        assertThat(contradicted(0)).containsExactly(Measure.QUARANTINE, Measure.ROLL_BACK);
    }

    @Test
    void affirmingEvidenceAfterwardsReleases() {
        contradicted(0);
        assertThat(affirmed(5)).containsExactly(Measure.RELEASE);
        assertThat(register.episode).isEmpty();
    }

    /** Neither of two that have one key is rolled back, and neither is released by the other's good evidence. */
    @Test
    void aDeviceThatExistsTwiceIsCutOffUntilAPersonDecides() {
        Standing twice = new Standing(CAM, Standing.Word.DOUBLED, "the boot count went back", 7, T0);
        Decision<List<Measure>> decision = new Responses().decide(twice, register, T0);
        assertThat(decision.answer()).containsExactly(Measure.QUARANTINE);
        assertThat(decision.drafts())
                .extracting(Draft::event)
                .containsExactly(
                        new ResponseEvent.Reacted(
                                7, "the boot count went back", T0, List.of(Measure.QUARANTINE), 0, true),
                        new ResponseEvent.CaseOpened(7, "device-doubled", "the boot count went back"));
        register.apply(decision, T0);
        assertThat(affirmed(60)).isEmpty();
        assertThat(contradicted(120)).isEmpty();
    }

    @Test
    void oneThatIsCutOffAlreadyHasACaseAndOneOutOfServiceHasNone() {
        Standing twice = new Standing(CAM, Standing.Word.DOUBLED, "because", 7, T0);
        register.state = Optional.of(DeviceState.QUARANTINED);
        Decision<List<Measure>> cutOff = new Responses().decide(twice, register, T0);
        assertThat(cutOff.answer()).isEmpty();
        assertThat(cutOff.drafts()).hasSize(2);
        register.state = Optional.of(DeviceState.RETIRED);
        assertThat(new Responses().decide(twice, register, T0).drafts()).isEmpty();
    }

    @Test
    void evidenceFromBeforeTheQuarantineDoesNotRelease() {
        contradicted(10);
        Standing old = new Standing(CAM, Standing.Word.AFFIRMED, "because", 99, T0.plusSeconds(9));
        assertThat(tell(old, T0.plusSeconds(11))).isEmpty();
    }

    @Test
    void whatIsToldTwiceCausesNothingTheSecondTime() {
        Standing standing = new Standing(CAM, Standing.Word.CONTRADICTED, "because", 7, T0);
        assertThat(tell(standing, T0)).isNotEmpty();
        assertThat(tell(standing, T0.plus(Responses.ROLL_BACK_COOLDOWN).plusSeconds(1)))
                .isEmpty();
    }

    @Test
    void affirmingEvidenceOfAHealthyDeviceCausesNothing() {
        assertThat(affirmed(0)).isEmpty();
    }

    @Test
    void whatSomebodyElseQuarantinedIsNotReleased() {
        register.state = Optional.of(DeviceState.QUARANTINED);
        assertThat(affirmed(0)).isEmpty();
        assertThat(contradicted(1)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"MANUFACTURED", "MAINTENANCE", "SAFE_STOP", "OFF_SITE", "RETIRED"})
    void aDeviceThatIsNotInNormalServiceIsLeftAlone(DeviceState state) {
        register.state = Optional.of(state);
        assertThat(contradicted(0)).isEmpty();
    }

    @Test
    void goodEvidencePutsADeviceThatJoinedInServiceOnce() {
        register.state = Optional.of(DeviceState.JOINING);
        assertThat(affirmed(0)).containsExactly(Measure.ADMIT);
        assertThat(register.state).contains(DeviceState.OPERATIONAL);
        assertThat(affirmed(1)).isEmpty();
    }

    @Test
    void aDeviceThatJoinsWithForeignSoftwareIsCutOffBeforeItEverWorked() {
        register.state = Optional.of(DeviceState.JOINING);
        assertThat(contradicted(0)).containsExactly(Measure.QUARANTINE, Measure.ROLL_BACK);
        assertThat(affirmed(60)).containsExactly(Measure.RELEASE);
    }

    @Test
    void anUnknownDeviceIsLeftAlone() {
        register.state = Optional.empty();
        assertThat(contradicted(0)).isEmpty();
    }

    @Test
    void evidenceOnTheWayBackIsNotAnswered() {
        contradicted(0);
        assertThat(contradicted(29)).isEmpty();
        assertThat(contradicted(30)).containsExactly(Measure.ROLL_BACK);
    }

    @Test
    void afterTheLastRollBackItStaysQuarantinedAndAPersonIsAsked() {
        contradicted(0);
        assertThat(contradicted(40)).containsExactly(Measure.ROLL_BACK);
        assertThat(contradicted(80)).isEmpty();
        assertThat(register.episode).map(Episode::caseOpened).contains(true);
        assertThat(contradicted(120)).isEmpty();
        assertThat(affirmed(160)).as("a person decides now").isEmpty();
        assertThat(register.state).contains(DeviceState.QUARANTINED);
    }

    @Test
    void aDeviceThatIsTamperedWithAgainAndAgainIsNotReleasedForEver() {
        for (int i = 0; i < Responses.MAX_RELEASES; i++) {
            assertThat(contradicted(i * 100L)).contains(Measure.ROLL_BACK);
            assertThat(affirmed(i * 100L + 50)).contains(Measure.RELEASE);
        }
        assertThat(contradicted(900)).containsExactly(Measure.QUARANTINE);
        assertThat(register.episode).map(Episode::caseOpened).contains(true);
        assertThat(affirmed(950)).isEmpty();
    }

    @Test
    void releasesOfAnotherDayDoNotCount() {
        for (int i = 0; i < Responses.MAX_RELEASES; i++) {
            contradicted(i * 100L);
            affirmed(i * 100L + 50);
        }
        assertThat(contradicted(90_000)).contains(Measure.ROLL_BACK);
    }

    /** The rule: whatever the evidence, in one day there are never more than so many measures. */
    @Test
    void noEvidenceMakesItLoop() {
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            Register fresh = new Register();
            int measures = 0;
            Instant now = T0;
            for (int i = 0; i < 500; i++) {
                now = now.plusSeconds(random.nextInt(170));
                Standing.Word word = random.nextBoolean() ? Standing.Word.CONTRADICTED : Standing.Word.AFFIRMED;
                Decision<List<Measure>> decision =
                        new Responses().decide(new Standing(CAM, word, "because", i, now), fresh, now);
                fresh.apply(decision, now);
                measures += decision.answer().size();
            }
            // Before each release: a quarantine and two roll backs; after the last release a quarantine.
            assertThat(measures).isLessThanOrEqualTo((2 + Responses.MAX_ROLL_BACKS) * Responses.MAX_RELEASES + 3);
        }
    }

    @Test
    void theEntrySaysWhichVerdictCausedIt() {
        Standing standing = new Standing(CAM, Standing.Word.CONTRADICTED, "slot b differs", 41, T0);
        Decision<List<Measure>> decision = new Responses().decide(standing, register, T0.plusSeconds(1));
        assertThat(decision.drafts()).singleElement().satisfies(draft -> {
            assertThat(draft.subject()).isEqualTo(CAM);
            assertThat(draft.event()).isInstanceOfSatisfying(ResponseEvent.Reacted.class, reacted -> {
                assertThat(reacted.verdictEntry()).isEqualTo(41);
                assertThat(reacted.reason()).isEqualTo("slot b differs");
            });
        });
    }
}
