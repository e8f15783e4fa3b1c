package dev.muster.core.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.devices.DeviceId;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a release is offered, to how many at a time, and to whom not. */
class TermsTest {
    private final Fleet fleet = new Fleet();

    private static RolloutPlan plan(int canary, Terms terms) {
        return new RolloutPlan(
                canary,
                List.of(100),
                RolloutPlan.Limits.STANDARD,
                Duration.ofDays(1),
                RolloutPlan.STANDARD_PROOF,
                false,
                false,
                terms);
    }

    private static Terms window(String text) {
        return new Terms(Firmness.FORCED, Optional.of(Window.parse(text)), 0);
    }

    private static Terms atOnce(int most) {
        return new Terms(Firmness.FORCED, Optional.empty(), most);
    }

    @Test
    void outsideOfItsHoursNothingIsOfferedAndWhatHappensIsStillCounted() {
        fleet.devices(4);
        // It is 12:00.
        String rollout = fleet.start(fleet.release(2), plan(1, window("13:00-14:00")));
        fleet.advance(rollout);
        assertThat(fleet.count(rollout).all()).isZero();
        fleet.later(Duration.ofHours(1));
        fleet.advance(rollout);
        assertThat(fleet.count(rollout).offered()).isEqualTo(1);
        fleet.later(Duration.ofHours(2));
        fleet.offeredShow(rollout, "2.0");
        assertThat(fleet.count(rollout).updated()).isEqualTo(1);
        assertThat(fleet.count(rollout).all()).isEqualTo(1);
        fleet.later(Duration.ofHours(22));
        fleet.advance(rollout);
        assertThat(fleet.count(rollout).all()).isEqualTo(4);
    }

    @Test
    void noMoreThanTheBoundHaveAnUnansweredOffer() {
        fleet.devices(7);
        String rollout = fleet.start(fleet.release(2), plan(3, atOnce(2)));
        fleet.advance(rollout);
        assertThat(fleet.count(rollout).offered()).isEqualTo(2);
        fleet.offeredShow(rollout, "2.0");
        // The canary was three: its third one comes before the next wave.
        assertThat(fleet.count(rollout, 0).all()).isEqualTo(3);
        for (int i = 0; i < 4; i++) {
            assertThat(fleet.count(rollout).offered()).isLessThanOrEqualTo(2);
            fleet.offeredShow(rollout, "2.0");
        }
        assertThat(fleet.count(rollout).updated()).isEqualTo(7);
        assertThat(fleet.state(rollout)).isEqualTo(RolloutState.FINISHED);
    }

    @Test
    void aHeldDeviceIsOfferedNothingUntilItIsLetGo() {
        fleet.devices(2);
        DeviceId held = new DeviceId("cam-0");
        String rollout = fleet.start(fleet.release(2), plan(2, Terms.STANDARD));
        fleet.advance(rollout);
        fleet.run(Holds.hold(held, true, "its lens is repaired", Fleet.BY, fleet, fleet.now));
        fleet.advance(rollout);
        assertThat(fleet.of(rollout, held).state()).isEqualTo(TargetState.LEFT);
        assertThat(fleet.of(rollout, held).reason()).isEqualTo("device-held");
        assertThat(fleet.run(Rollouts.again(rollout, Optional.of(held), Artifact::sha256, Fleet.BY, fleet, fleet.now)))
                .isInstanceOf(Rollouts.Answer.Refused.class);
        fleet.shows(new DeviceId("cam-1"), "2.0");
        fleet.advance(rollout);
        assertThat(fleet.of(rollout, held).state()).isEqualTo(TargetState.LEFT);
        fleet.run(Holds.hold(held, false, "repaired", Fleet.BY, fleet, fleet.now));
        fleet.advance(rollout);
        assertThat(fleet.of(rollout, held).state()).isEqualTo(TargetState.OFFERED);
    }

    @Test
    void holdingAsksForADeviceAndAReason() {
        fleet.devices(1);
        assertThat(fleet.run(Holds.hold(new DeviceId("nobody"), true, "why", Fleet.BY, fleet, fleet.now)))
                .isInstanceOf(Rollouts.Answer.Refused.class);
        assertThat(fleet.run(Holds.hold(new DeviceId("cam-0"), true, " ", Fleet.BY, fleet, fleet.now)))
                .isInstanceOf(Rollouts.Answer.Refused.class);
    }

    @Test
    void aStopTakesBackEveryOpenOffer() {
        fleet.devices(Advance.MOST_PER_STEP + 20);
        String rollout = fleet.start(fleet.release(2), plan(Advance.MOST_PER_STEP + 20, Terms.STANDARD));
        fleet.advance(rollout);
        Rollout open = fleet.rollout(rollout).orElseThrow();
        fleet.run(dev.muster.core.ledger.Decision.of(
                true, Rollouts.stop(open, new Rollouts.Stopping("operator", ""), 10, Fleet.BY, fleet, fleet.now)));
        assertThat(fleet.rollout(rollout).orElseThrow().draining()).isTrue();
        fleet.advance(rollout);
        assertThat(fleet.rollout(rollout).orElseThrow().draining()).isFalse();
        assertThat(fleet.in(rollout, target -> target.ended().isEmpty(), 10_000))
                .isEmpty();
        assertThat(fleet.in(rollout, target -> true, 1)
                        .getFirst()
                        .ended()
                        .orElseThrow()
                        .outcome())
                .isEqualTo(OrderOutcome.WITHDRAWN);
    }

    @Test
    void oneWordStopsEverything() {
        fleet.devices(2);
        String rollout = fleet.start(fleet.release(2), plan(2, Terms.STANDARD));
        fleet.advance(rollout);
        fleet.run(Rollouts.stopAll("", Fleet.BY, fleet, fleet.now));
        assertThat(fleet.state(rollout)).isEqualTo(RolloutState.STOPPED);
        assertThat(fleet.rollout(rollout).orElseThrow().reason()).isEqualTo("everything");
        assertThat(fleet.active()).isEmpty();
    }

    @Test
    void downloadOnlyNeedsAPlanThatAcceptsClaims() {
        assertThatThrownBy(() -> plan(1, new Terms(Firmness.DOWNLOAD_ONLY, Optional.empty(), 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
