package dev.muster.core.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderIssued;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waves, pauses and the end of a rollout: each rule, then its breach. What settles one device is {@code SettlingTest}. */
class AdvanceTest extends OneRollout {
    @Test
    void wavesGoFromTheCanaryToAll() {
        fleet.devices(8);
        String id = start(PLAN);
        assertThat(fleet.count(id).open()).isEqualTo(2);
        fleet.offeredShow(id, "2.0");
        assertThat(fleet.count(id)).isEqualTo(new WaveCount(2, 0, 2, 0, 0, 0, 0, 0));
        fleet.offeredShow(id, "2.0");
        assertThat(fleet.count(id)).isEqualTo(new WaveCount(4, 0, 4, 0, 0, 0, 0, 0));
        assertThat(fleet.state(id)).isEqualTo(RolloutState.RUNNING);
        fleet.offeredShow(id, "2.0");
        assertThat(fleet.state(id)).isEqualTo(RolloutState.FINISHED);
        assertThat(fleet.written.getLast().event()).isInstanceOfSatisfying(RolloutFinished.class, finished -> {
            assertThat(finished.updated()).isEqualTo(8);
            assertThat(finished.failed()).isZero();
            assertThat(finished.unseen()).contains(0);
        });
    }

    @Test
    void nobodyIsNotASuccessAndTheFirstComersAreTheCanary() {
        String id = start(PLAN);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.RUNNING);
        assertThat(rollout(id).wave()).isEqualTo(-1);
        fleet.device("unseen", "");
        fleet.advance(id);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.RUNNING);
        fleet.devices(6);
        fleet.advance(id);
        assertThat(fleet.count(id).open()).isEqualTo(2);
    }

    @Test
    void aFleetThatHasItAlreadyIsDoneAndSaysSo() {
        fleet.device("a", "2.0");
        fleet.device("b", "2.0");
        String id = start(PLAN);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.FINISHED);
        assertThat(fleet.written.getLast().event())
                .isInstanceOfSatisfying(
                        RolloutFinished.class,
                        finished -> assertThat(finished.already()).contains(2));
    }

    @Test
    void aFleetThatHasItAlreadyExceptOneUnseenIsNotDone() {
        fleet.device("a", "2.0");
        fleet.device("unseen", "");
        assertThat(fleet.state(start(PLAN))).isEqualTo(RolloutState.RUNNING);
    }

    @Test
    void anEarlyFailureAmongManyDoesNotPauseButTooManyDo() {
        fleet.devices(20);
        String id = start(PLAN.with(20, List.of(100), PLAN.deadline()));
        fleet.complains(id, cam(0), "operation-failed");
        fleet.complains(id, cam(1), "operation-failed");
        fleet.advance(id);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.RUNNING);
        fleet.complains(id, cam(2), "operation-failed");
        fleet.advance(id);
        assertThat(rollout(id).reason()).isEqualTo("too-many-failed");
        assertThat(rollout(id).detail()).isEqualTo("3 of 3 devices that answered failed, in wave 0");
    }

    @Test
    void aSettledWaveIsCountedAgainstThoseThatAnswered() {
        fleet.devices(10);
        String id = start(PLAN.with(10, List.of(100), PLAN.deadline()));
        fleet.complains(id, cam(0), "operation-failed");
        for (int i = 1; i < 9; i++) {
            fleet.shows(cam(i), "2.0");
        }
        fleet.advance(id);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.RUNNING);
        fleet.later(PLAN.deadline().plusSeconds(1));
        fleet.advance(id);
        assertThat(rollout(id).reason()).isEqualTo("too-many-failed");
    }

    @Test
    void aWaveThatMostDevicesVanishedFromPauses() {
        fleet.devices(8);
        String id = start(PLAN.with(8, List.of(100), PLAN.deadline()));
        fleet.shows(cam(0), "2.0");
        fleet.shows(cam(1), "2.0");
        fleet.later(PLAN.deadline().plusSeconds(1));
        fleet.advance(id);
        assertThat(rollout(id).reason()).isEqualTo("too-few-answered");
        assertThat(rollout(id).detail()).isEqualTo("2 of the 8 devices of wave 0 answered");
        fleet.run(Rollouts.resume(id, "", Fleet.BY, fleet, fleet.now));
        fleet.advance(id);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.FINISHED);
        assertThat(fleet.count(id).overdue()).isEqualTo(6);
    }

    @Test
    void aWaveThatNobodyAnsweredPauses() {
        fleet.devices(8);
        String id = start(PLAN);
        fleet.later(PLAN.deadline().plusSeconds(1));
        fleet.advance(id);
        assertThat(rollout(id).reason()).isEqualTo("nobody-answered");
    }

    @Test
    void halfOfAWaveIsEnough() {
        fleet.devices(8);
        String id = start(PLAN);
        fleet.shows(cam(0), "2.0");
        fleet.later(PLAN.deadline().plusSeconds(1));
        fleet.advance(id);
        assertThat(rollout(id).wave()).isEqualTo(1);
    }

    @Test
    void tooFewUpdatedPausesEvenWhenFailuresAreAllowed() {
        fleet.devices(8);
        RolloutPlan lenient = new RolloutPlan(
                2, List.of(100), new RolloutPlan.Limits(100, 90, 0), PLAN.deadline(), PLAN.proof(), false, false);
        String id = start(lenient);
        fleet.complains(id, cam(0), "operation-failed");
        fleet.shows(cam(1), "2.0");
        fleet.advance(id);
        assertThat(rollout(id).reason()).isEqualTo("too-few-updated");
    }

    @Test
    void aCanaryThatLeftIsReplacedAndNeverTakenForAnAnswer() {
        fleet.devices(8);
        String id = start(PLAN);
        fleet.becomes(cam(0), DeviceState.RETIRED);
        fleet.becomes(cam(1), DeviceState.OFF_SITE);
        fleet.advance(id);
        assertThat(rollout(id).wave()).isZero();
        assertThat(fleet.count(id)).isEqualTo(new WaveCount(2, 0, 0, 0, 0, 0, 0, 2));
        assertThat(fleet.written)
                .filteredOn(draft -> draft.event() instanceof OrderClosed)
                .hasSize(2);
        fleet.offeredShow(id, "2.0");
        assertThat(rollout(id).wave()).isEqualTo(1);
    }

    @Test
    void aCanaryOfWhichEverybodyLeftWaitsForOthers() {
        fleet.devices(2);
        String id = start(PLAN);
        fleet.becomes(cam(0), DeviceState.RETIRED);
        fleet.becomes(cam(1), DeviceState.RETIRED);
        fleet.advance(id);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.RUNNING);
        assertThat(rollout(id).wave()).isZero();
    }

    @Test
    void aFinishedRolloutTakesNoNewDevices() {
        fleet.devices(2);
        String id = start(PLAN);
        fleet.offeredShow(id, "2.0");
        fleet.later(Duration.ofSeconds(1));
        fleet.device("new", "1.0");
        fleet.advance(id);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.FINISHED);
        assertThat(fleet.count(id).all()).isEqualTo(2);
    }

    @Test
    void newDevicesOfAnOngoingRolloutKeepCanaryAndThresholds() {
        fleet.device("has-it", "2.0");
        RolloutPlan ongoing =
                new RolloutPlan(1, List.of(100), PLAN.limits(), PLAN.deadline(), PLAN.proof(), true, false);
        String id = start(ongoing);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.FINISHED);
        fleet.later(Duration.ofSeconds(1));
        fleet.devices(6);
        fleet.advance(id);
        assertThat(fleet.count(id).open()).isEqualTo(1);
        fleet.complains(id, cam(0), "operation-failed");
        fleet.advance(id);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.PAUSED);
        assertThat(rollout(id).reason()).isEqualTo("too-many-failed");
        assertThat(fleet.count(id).all()).isEqualTo(1);
    }

    @Test
    void whoeverResumesAfterLateFailuresGetsAWaveThatIsCountedAnew() {
        fleet.devices(2);
        RolloutPlan ongoing =
                new RolloutPlan(2, List.of(100), PLAN.limits(), PLAN.deadline(), PLAN.proof(), true, false);
        String id = start(ongoing);
        fleet.offeredShow(id, "2.0");
        assertThat(fleet.state(id)).isEqualTo(RolloutState.FINISHED);
        DeviceId late = fleet.device("late", "1.0");
        fleet.advance(id);
        fleet.complains(id, late, "operation-failed");
        fleet.advance(id);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.PAUSED);
        fleet.run(Rollouts.resume(id, "", Fleet.BY, fleet, fleet.now));
        fleet.advance(id);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.FINISHED);
        fleet.device("later", "1.0");
        fleet.advance(id);
        assertThat(fleet.of(id, new DeviceId("later")).wave()).isEqualTo(3);
        fleet.complains(id, new DeviceId("later"), "operation-failed");
        fleet.advance(id);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.PAUSED);
    }

    @Test
    void aDeviceThatWasAwayIsOfferedTheReleaseWhenItIsBack() {
        fleet.devices(2);
        String id = start(PLAN);
        fleet.shows(cam(0), "2.0");
        fleet.later(PLAN.deadline().plusSeconds(1));
        fleet.advance(id);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.FINISHED);
        fleet.closes(id, cam(1), OrderOutcome.EXPIRED, "expired");
        fleet.advance(id);
        assertThat(fleet.stateOf(id, cam(1))).isEqualTo(TargetState.OVERDUE);
        fleet.later(Duration.ofDays(150));
        fleet.shows(cam(1), "1.0");
        fleet.advance(id);
        assertThat(fleet.of(id, cam(1)).attempt()).isEqualTo(2);
        assertThat(fleet.stateOf(id, cam(1))).isEqualTo(TargetState.OFFERED);
    }

    @Test
    void aDeviceThatIsBackInServiceIsOfferedTheReleaseAgain() {
        fleet.devices(2);
        String id = start(PLAN);
        fleet.becomes(cam(1), DeviceState.QUARANTINED);
        fleet.shows(cam(0), "2.0");
        fleet.advance(id);
        assertThat(fleet.stateOf(id, cam(1))).isEqualTo(TargetState.LEFT);
        fleet.becomes(cam(1), DeviceState.OPERATIONAL);
        fleet.advance(id);
        assertThat(fleet.stateOf(id, cam(1))).isEqualTo(TargetState.OFFERED);
    }

    @Test
    void anOrderLivesAsLongAsTheWaveWaits() {
        fleet.devices(1);
        start(PLAN.with(1, List.of(100), Duration.ofDays(30)));
        assertThat(fleet.written)
                .filteredOn(draft -> draft.event() instanceof OrderIssued)
                .singleElement()
                .satisfies(draft -> assertThat(((OrderIssued) draft.event()).expiresAt())
                        .isEqualTo(fleet.now.plus(Duration.ofDays(30))));
    }

    @Test
    void aStoppedOrUnknownRolloutDoesNothing() {
        fleet.devices(2);
        String id = start(PLAN);
        fleet.run(Rollouts.stop(id, "", Fleet.BY, fleet, fleet.now));
        fleet.written.clear();
        fleet.advance(id);
        assertThat(fleet.written).isEmpty();
        assertThat(Advance.step("ro-9", Artifact::sha256, fleet, fleet.now).drafts())
                .isEmpty();
    }

    @Test
    void aDeviceWithoutEvidenceCountsByItsWordOnlyWhenThePlanSaysSo() {
        DeviceId device = fleet.device("dumb", "");
        String strict = start(PLAN);
        assertThat(fleet.count(strict).all()).isZero();
        fleet.run(Rollouts.stop(strict, "", Fleet.BY, fleet, fleet.now));
        String id = start(new RolloutPlan(1, List.of(100), PLAN.limits(), PLAN.deadline(), PLAN.proof(), false, true));
        fleet.says(id, device);
        fleet.advance(id);
        assertThat(fleet.count(id)).isEqualTo(new WaveCount(0, 0, 0, 1, 0, 0, 0, 0));
        assertThat(fleet.state(id)).isEqualTo(RolloutState.FINISHED);
    }

    @Test
    void aStepTakesFiveHundredDevicesAndTheNextTheRest() {
        fleet.devices(1101);
        String id = start(PLAN.with(1, List.of(100), PLAN.deadline()));
        fleet.offeredShow(id, "2.0");
        assertThat(fleet.count(id).open()).isEqualTo(1100);
        assertThat(Advance.MOST_PER_STEP).isEqualTo(500);
    }
}
