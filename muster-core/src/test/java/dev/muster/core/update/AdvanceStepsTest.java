package dev.muster.core.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one step of a rollout does and what it says of the next one, step for step. */
class AdvanceStepsTest extends OneRollout {
    private boolean step(String id) {
        return fleet.run(Advance.step(id, Artifact::sha256, fleet, fleet.now));
    }

    @Test
    void aStepAsksForTheNextOneOnlyWhenThereMayBeMoreAtOnce() {
        fleet.devices(Advance.MOST_PER_STEP + 3);
        String id = fleet.start(release, PLAN.with(2, List.of(100), PLAN.deadline()));
        assertThat(step(id)).as("the canary was offered").isFalse();
        assertThat(step(id)).as("nobody has answered").isFalse();
        fleet.shows(cam(0), "2.0");
        assertThat(step(id)).as("one of two is settled").isFalse();
        fleet.shows(cam(1), "2.0");
        assertThat(step(id)).as("the last wave takes as many as a step may").isTrue();
        assertThat(fleet.count(id).open()).isEqualTo(Advance.MOST_PER_STEP);
        assertThat(step(id)).as("one device is left, and it was offered").isFalse();
        assertThat(fleet.count(id).open()).isEqualTo(Advance.MOST_PER_STEP + 1);
        assertThat(step(id)).isFalse();
        for (int i = 2; i < Advance.MOST_PER_STEP + 3; i++) {
            fleet.shows(cam(i), "2.0");
        }
        assertThat(step(id)).as("as many are settled as a step may").isTrue();
        assertThat(step(id)).as("the last one is settled and all is done").isFalse();
        assertThat(fleet.state(id)).isEqualTo(RolloutState.FINISHED);
        assertThat(step(id)).isFalse();
    }

    @Test
    void aWaveOfNobodyIsOpenedAndAsksForTheNext() {
        fleet.devices(3);
        String id = fleet.start(release, PLAN.with(3, List.of(50, 100), PLAN.deadline()));
        assertThat(step(id)).isFalse();
        for (int i = 0; i < 3; i++) {
            fleet.shows(cam(i), "2.0");
        }
        assertThat(step(id)).as("half of three is in the canary already").isTrue();
        assertThat(rollout(id).wave()).isEqualTo(1);
        assertThat(step(id)).as("and there is nobody for the last").isTrue();
        assertThat(rollout(id).wave()).isEqualTo(2);
        assertThat(step(id)).isFalse();
        assertThat(fleet.state(id)).isEqualTo(RolloutState.FINISHED);
    }

    @Test
    void aPausedRolloutSettlesAndOffersNothing() {
        fleet.devices(4);
        String id = start(PLAN);
        fleet.run(Rollouts.pause(id, "", Fleet.BY, fleet, fleet.now));
        fleet.shows(cam(0), "2.0");
        fleet.shows(cam(1), "2.0");
        assertThat(step(id)).isFalse();
        assertThat(fleet.count(id)).isEqualTo(new WaveCount(0, 0, 2, 0, 0, 0, 0, 0));
        assertThat(fleet.state(id)).isEqualTo(RolloutState.PAUSED);
    }

    @Test
    void lateDevicesAreOutAsManyAsACanaryUntilAsManyHaveShownTheRelease() {
        fleet.device("has-it", "2.0");
        RolloutPlan ongoing =
                new RolloutPlan(2, List.of(100), PLAN.limits(), PLAN.deadline(), PLAN.proof(), true, false);
        String id = start(ongoing);
        fleet.later(Duration.ofSeconds(1));
        fleet.devices(5);
        assertThat(step(id)).isFalse();
        assertThat(fleet.count(id).open()).isEqualTo(2);
        assertThat(step(id)).isFalse();
        assertThat(fleet.count(id).open()).as("the canary is out").isEqualTo(2);
        fleet.shows(cam(0), "2.0");
        step(id);
        assertThat(fleet.count(id).open())
                .as("one has shown it, one more may go out")
                .isEqualTo(2);
        fleet.shows(cam(1), "2.0");
        step(id);
        assertThat(fleet.count(id).open())
                .as("a canary has shown it: everybody")
                .isEqualTo(3);
    }

    @Test
    void aRolloutThatFinishesCountsEverybodyByWhatBecameOfThem() {
        fleet.devices(8);
        fleet.device("has-it", "2.0");
        fleet.device("unseen", "");
        RolloutPlan lenient = new RolloutPlan(
                8, List.of(100), new RolloutPlan.Limits(100, 0, 0), PLAN.deadline(), PLAN.proof(), false, false);
        String id = start(lenient);
        for (int i = 0; i < 4; i++) {
            fleet.shows(cam(i), "2.0");
        }
        fleet.complains(id, cam(4), "operation-failed");
        fleet.complains(id, cam(5), "operation-failed");
        fleet.becomes(cam(6), DeviceState.RETIRED);
        fleet.advance(id);
        fleet.later(PLAN.deadline().plusSeconds(1));
        fleet.advance(id);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.FINISHED);
        assertThat(fleet.written)
                .map(draft -> draft.event())
                .filteredOn(RolloutFinished.class::isInstance)
                .singleElement()
                .isEqualTo(
                        new RolloutFinished(4, 2, 1, Optional.of(1), Optional.of(1), Optional.of(1), Optional.of(0)));
    }
}
