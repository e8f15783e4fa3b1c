package dev.muster.core.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderIssued;
import dev.muster.core.ledger.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The desk for rollouts: what people ask for. */
class RolloutsTest {
    private static final RolloutPlan PLAN = RolloutPlan.STANDARD.with(1, List.of(100), Duration.ofMinutes(10));

    private final Fleet fleet = new Fleet();

    private static String code(Rollouts.Answer answer) {
        return ((Rollouts.Answer.Refused) answer).refusal().reason();
    }

    private Rollouts.Answer start(String release) {
        return fleet.run(Rollouts.start(release, PLAN, Fleet.BY, fleet, fleet.now));
    }

    @Test
    void aReleaseThatIsNotThereIsRefused() {
        assertThat(code(start("cam-9"))).isEqualTo("release-unknown");
    }

    @Test
    void aReleaseIsRolledOutOnceAtATimeAndAgainWhenThatHasFinished() {
        DeviceId cam = fleet.device("cam", "1.0");
        String release = fleet.release(2);
        String first = fleet.start(release, PLAN);
        assertThat(code(start(release))).isEqualTo("already-rolling-out");
        fleet.advance(first);
        fleet.shows(cam, "2.0");
        fleet.advance(first);
        assertThat(fleet.state(first)).isEqualTo(RolloutState.FINISHED);
        assertThat(start(release)).isEqualTo(new Rollouts.Answer.Done("ro-2", RolloutState.RUNNING));
        assertThat(fleet.state(first)).isEqualTo(RolloutState.STOPPED);
    }

    @Test
    void anOlderReleaseDoesNotSupersedeANewerOne() {
        String old = fleet.release(2);
        fleet.start(fleet.release(3), PLAN);
        assertThat(code(start(old))).isEqualTo("older-release");
    }

    @Test
    void pausingAndResumingAreIdempotent() {
        fleet.device("cam", "1.0");
        String id = fleet.start(fleet.release(2), PLAN);
        Decision<Rollouts.Answer> running = Rollouts.resume(id, "", Fleet.BY, fleet, fleet.now);
        assertThat(running.drafts()).isEmpty();
        assertThat(running.answer()).isEqualTo(new Rollouts.Answer.Done(id, RolloutState.RUNNING));
        fleet.run(Rollouts.pause(id, "", Fleet.BY, fleet, fleet.now));
        assertThat(fleet.rollout(id).orElseThrow().reason()).isEqualTo("operator");
        assertThat(Rollouts.pause(id, "", Fleet.BY, fleet, fleet.now).drafts()).isEmpty();
        assertThat(Rollouts.resume(id, "", Fleet.BY, fleet, fleet.now).drafts()).hasSize(1);
    }

    @Test
    void whatIsOverIsOver() {
        fleet.device("cam", "1.0");
        String id = fleet.start(fleet.release(2), PLAN);
        fleet.run(Rollouts.stop(id, "", Fleet.BY, fleet, fleet.now));
        assertThat(code(fleet.run(Rollouts.resume(id, "", Fleet.BY, fleet, fleet.now))))
                .isEqualTo("rollout-over");
        assertThat(code(fleet.run(Rollouts.pause(id, "", Fleet.BY, fleet, fleet.now))))
                .isEqualTo("rollout-over");
        assertThat(Rollouts.stop(id, "", Fleet.BY, fleet, fleet.now).drafts()).isEmpty();
        for (String unknown : List.of(
                code(fleet.run(Rollouts.pause("ro-9", "", Fleet.BY, fleet, fleet.now))),
                code(fleet.run(Rollouts.resume("ro-9", "", Fleet.BY, fleet, fleet.now))),
                code(fleet.run(Rollouts.stop("ro-9", "", Fleet.BY, fleet, fleet.now))),
                code(again("ro-9", Optional.empty())))) {
            assertThat(unknown).isEqualTo("rollout-unknown");
        }
    }

    @Test
    void aStopTakesOrdersBackButNotWhatADeviceSaysItDid() {
        DeviceId one = fleet.device("one", "1.0");
        fleet.device("two", "1.0");
        String id = fleet.start(fleet.release(2), PLAN.with(2, List.of(100), PLAN.deadline()));
        fleet.advance(id);
        fleet.says(id, one);
        fleet.written.clear();
        fleet.run(Rollouts.stop(id, "", Fleet.BY, fleet, fleet.now));
        assertThat(fleet.written)
                .filteredOn(draft -> draft.event() instanceof OrderClosed)
                .singleElement()
                .satisfies(draft -> assertThat(draft.subject().id()).isEqualTo("two"));
    }

    @Test
    void theReleaseAgainAfterAFallBack() {
        DeviceId cam = fleet.device("cam", "1.0");
        String id = fleet.start(fleet.release(2), PLAN);
        fleet.advance(id);
        fleet.shows(cam, "2.0");
        fleet.advance(id);
        assertThat(code(again(id, Optional.of(cam)))).isEqualTo("target-updated");
        fleet.shows(cam, "1.0");
        fleet.advance(id);
        fleet.written.clear();
        assertThat(again(id, Optional.of(cam))).isEqualTo(new Rollouts.Answer.Offered(id, List.of(cam)));
        assertThat(fleet.written)
                .filteredOn(draft -> draft.event() instanceof OrderIssued)
                .hasSize(1);
        assertThat(fleet.stateOf(id, cam)).isEqualTo(TargetState.OFFERED);
        assertThat(code(again(id, Optional.of(cam)))).isEqualTo("target-offered");
        assertThat(code(again(id, Optional.of(new DeviceId("other"))))).isEqualTo("target-unknown");
    }

    @Test
    void nothingIsOfferedAgainWhilePausedOrToADeviceOutOfService() {
        DeviceId cam = fleet.device("cam", "1.0");
        String id = fleet.start(fleet.release(2), PLAN);
        fleet.advance(id);
        fleet.complains(id, cam, "operation-failed");
        fleet.advance(id);
        assertThat(code(again(id, Optional.of(cam)))).isEqualTo("rollout-paused");
        fleet.run(Rollouts.resume(id, "", Fleet.BY, fleet, fleet.now));
        fleet.becomes(cam, DeviceState.QUARANTINED);
        assertThat(code(again(id, Optional.of(cam)))).isEqualTo("device-quarantined");
        assertThat(again(id, Optional.empty())).isEqualTo(new Rollouts.Answer.Offered(id, List.of()));
    }

    private Rollouts.Answer again(String id, Optional<DeviceId> device) {
        return fleet.run(Rollouts.again(id, device, Artifact::sha256, Fleet.BY, fleet, fleet.now));
    }

    @Test
    void aDrillForADeviceThatIsNotThereIssuesNothing() {
        Artifact envelope = new Artifact("%064x".formatted(7), 300);
        Decision<Rollouts.Answer> drill =
                Rollouts.drill(new DeviceId("ghost"), envelope, "/x", Fleet.BY, fleet, fleet.now);
        assertThat(code(drill.answer())).isEqualTo("device-unknown");
        assertThat(drill.drafts()).isEmpty();
    }

    @Test
    void aDrillIsOneOrderToOneDevice() {
        DeviceId cam = fleet.device("cam", "1.0");
        Artifact envelope = new Artifact("%064x".formatted(7), 300);
        Decision<Rollouts.Answer> drill = Rollouts.drill(cam, envelope, "/x", Fleet.BY, fleet, fleet.now);
        assertThat(drill.drafts())
                .singleElement()
                .satisfies(draft -> assertThat(draft.subject()).isEqualTo(cam.subject()));
    }
}
