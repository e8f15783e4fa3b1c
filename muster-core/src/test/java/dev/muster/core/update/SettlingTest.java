package dev.muster.core.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.Draft;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What settles one device of a rollout, and what does not. */
class SettlingTest {
    private static final RolloutPlan PLAN = RolloutPlan.STANDARD.with(1, List.of(100), Duration.ofDays(1));

    private final Fleet fleet = new Fleet();
    private DeviceId cam = new DeviceId("none");
    private String id = "";

    @BeforeEach
    void offer() {
        String release = fleet.release(2);
        cam = fleet.device("cam", "1.0");
        id = fleet.start(release, PLAN);
        fleet.advance(id);
        fleet.later(Duration.ofSeconds(1));
    }

    private void settles(TargetState state, String reason) {
        fleet.advance(id);
        assertThat(fleet.of(id, cam).state()).isEqualTo(state);
        assertThat(fleet.of(id, cam).reason()).isEqualTo(reason);
    }

    @Test
    void evidenceSettlesItWhateverItSays() {
        fleet.complains(id, cam, "operation-failed");
        fleet.shows(cam, "2.0");
        settles(TargetState.UPDATED, "");
    }

    @Test
    void evidenceOfAnotherVersionSettlesNothing() {
        fleet.shows(cam, "1.0");
        settles(TargetState.OFFERED, "");
    }

    @Test
    void latencyIsFromPublicationToEvidence() {
        fleet.shows(cam, "2.0");
        fleet.later(Duration.ofHours(1));
        fleet.advance(id);
        assertThat(fleet.written)
                .filteredOn(draft -> draft.event() instanceof DeviceUpdated)
                .singleElement()
                .satisfies(draft -> assertThat(((DeviceUpdated) draft.event()).latencySeconds())
                        .isEqualTo(1));
    }

    private List<Boolean> ordered() {
        return fleet.written.stream()
                .map(Draft::event)
                .filter(DeviceUpdated.class::isInstance)
                .map(event -> ((DeviceUpdated) event).ordered().orElseThrow())
                .toList();
    }

    @Test
    void evidenceAfterAnOrderOrItsReportIsItsDoing() {
        fleet.says(id, cam);
        fleet.shows(cam, "2.0");
        fleet.advance(id);
        assertThat(ordered()).containsExactly(true);
    }

    @Test
    void evidenceWhileTheOrderIsOpenIsItsDoing() {
        fleet.shows(cam, "2.0");
        fleet.advance(id);
        assertThat(ordered()).containsExactly(true);
    }

    @Test
    void evidenceAfterTheOrderFailedIsSomebodyElsesDoing() {
        fleet.closes(id, cam, OrderOutcome.FAILED, "no-room");
        fleet.advance(id);
        fleet.shows(cam, "2.0");
        fleet.advance(id);
        assertThat(ordered()).containsExactly(false);
    }

    @Test
    void contraryEvidenceAfterTheOfferFailsItAtOnce() {
        fleet.contradicts(cam);
        settles(TargetState.FAILED, "contradicted");
    }

    @Test
    void contraryEvidenceAfterSuccessIsAFallBack() {
        fleet.shows(cam, "2.0");
        fleet.advance(id);
        fleet.contradicts(cam);
        settles(TargetState.FELL_BACK, "");
    }

    @Test
    void anotherVersionAfterSuccessIsAFallBackAndSilenceAboutTheVersionIsNot() {
        fleet.shows(cam, "2.0");
        fleet.advance(id);
        fleet.shows(cam, "");
        settles(TargetState.UPDATED, "");
        fleet.shows(cam, "1.0");
        settles(TargetState.FELL_BACK, "");
        fleet.shows(cam, "2.0");
        settles(TargetState.UPDATED, "");
    }

    @Test
    void aRefusedOrFailedOrderFailsItWithItsReason() {
        fleet.closes(id, cam, OrderOutcome.REFUSED, "no-room");
        settles(TargetState.FAILED, "no-room");
    }

    @Test
    void anOrderThatEndsWithoutAWordHasOneAllTheSame() {
        fleet.closes(id, cam, OrderOutcome.FAILED, "");
        settles(TargetState.FAILED, "order-failed");
    }

    @Test
    void aRefusedOrderWithoutAWordIsCalledRefused() {
        fleet.closes(id, cam, OrderOutcome.REFUSED, "");
        settles(TargetState.FAILED, "order-refused");
    }

    @Test
    void anExpiredOrderIsOverdueAtOnce() {
        fleet.closes(id, cam, OrderOutcome.EXPIRED, "expired");
        settles(TargetState.OVERDUE, "order-expired");
    }

    @Test
    void anOrderThatSomebodyTookBackIsNobodysFault() {
        fleet.closes(id, cam, OrderOutcome.WITHDRAWN, "operator");
        settles(TargetState.LEFT, "order-withdrawn");
        fleet.advance(id);
        assertThat(fleet.stateOf(id, cam)).isEqualTo(TargetState.LEFT);
    }

    @Test
    void anOrderThatEndedWithTheServiceIsOfferedAgain() {
        fleet.becomes(cam, DeviceState.QUARANTINED);
        fleet.closes(id, cam, OrderOutcome.WITHDRAWN, "operator");
        settles(TargetState.LEFT, "device-quarantined");
        fleet.becomes(cam, DeviceState.OPERATIONAL);
        fleet.advance(id);
        assertThat(fleet.stateOf(id, cam)).isEqualTo(TargetState.OFFERED);
    }

    @Test
    void aDeviceThatLeftServiceIsNotWaitedFor() {
        fleet.becomes(cam, DeviceState.RETIRED);
        settles(TargetState.LEFT, "device-retired");
    }

    @Test
    void aWordIsWaitedForAsLongAsAProofMayTake() {
        fleet.closes(id, cam, OrderOutcome.DONE, "");
        fleet.later(Duration.ofMinutes(15));
        settles(TargetState.REPORTED, "");
        fleet.later(Duration.ofSeconds(1));
        settles(TargetState.FAILED, "never-attested");
    }

    @Test
    void aWordStopsTheDeadline() {
        fleet.later(Duration.ofDays(1).minusMinutes(1));
        fleet.says(id, cam);
        fleet.later(Duration.ofMinutes(2));
        settles(TargetState.REPORTED, "");
    }

    @Test
    void silenceIsOverdueAfterTheDeadlineAndNotBefore() {
        fleet.later(Duration.ofDays(1).minusSeconds(1));
        settles(TargetState.OFFERED, "");
        fleet.later(Duration.ofSeconds(1));
        settles(TargetState.OVERDUE, "no-answer");
    }

    @Test
    void anOverdueDeviceMayStillFailOrSucceed() {
        fleet.later(Duration.ofDays(2));
        fleet.advance(id);
        fleet.complains(id, cam, "unauthorised");
        settles(TargetState.FAILED, "unauthorised");
        fleet.shows(cam, "2.0");
        settles(TargetState.UPDATED, "");
    }
}
