package dev.muster.core.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bounds on bytes hold offers back; what is held back is neither behind nor finished. */
class PaceTest extends OneRollout {
    private static final Duration HOUR = Duration.ofMinutes(61);

    private long bytes() {
        return fleet.release(release).orElseThrow().bytes();
    }

    private static RolloutPlan plan(int canary, List<Integer> steps, long bytes) {
        return new RolloutPlan(
                canary,
                steps,
                PLAN.limits(),
                PLAN.deadline(),
                PLAN.proof(),
                false,
                false,
                new Terms(Firmness.FORCED, Optional.empty(), 0, "", bytes, ""));
    }

    private int targets(String id) {
        return fleet.count(id).all();
    }

    private void takes(String id, int from, int to) {
        for (int i = from; i < to; i++) {
            fleet.shows(cam(i), "2.0");
        }
        fleet.advance(id);
    }

    /** A fleet of which nine in ten wait for their hour has not finished. */
    @Test
    void whoWaitsForTheNextHourIsNotDone() {
        fleet.devices(4);
        String id = fleet.start(release, plan(1, List.of(100), bytes()));
        for (int hour = 0; hour < 4; hour++) {
            fleet.advance(id);
            assertThat(targets(id)).isEqualTo(hour + 1);
            takes(id, hour, hour + 1);
            assertThat(fleet.state(id)).isEqualTo(hour < 3 ? RolloutState.RUNNING : RolloutState.FINISHED);
            fleet.later(HOUR);
        }
        assertThat(fleet.count(id).updated()).isEqualTo(4);
    }

    /** A wave that an hour cannot hold is filled in the next ones before the one after it opens. */
    @Test
    void aWaveIsAsLargeAsItsShareHoweverManyHoursItTakes() {
        fleet.devices(10);
        String id = fleet.start(release, plan(1, List.of(50, 100), 2 * bytes()));
        fleet.advance(id);
        takes(id, 0, 1);
        int offered = targets(id);
        assertThat(offered).isEqualTo(2);
        takes(id, 1, 2);
        assertThat(rollout(id).wave()).isEqualTo(1);
        fleet.later(HOUR);
        fleet.advance(id);
        assertThat(targets(id)).isEqualTo(4);
        takes(id, 2, 4);
        assertThat(rollout(id).wave()).as("one of five is missing").isEqualTo(1);
        fleet.later(HOUR);
        fleet.advance(id);
        assertThat(targets(id)).isEqualTo(5);
        takes(id, 4, 5);
        assertThat(rollout(id).wave()).isEqualTo(2);
        assertThat(targets(id)).as("the hour has room for one more").isEqualTo(6);
    }

    @Test
    void theOrganisationsCapHoldsBesideThePlans() {
        fleet.devices(5);
        fleet.bytesPerHour = 2 * bytes();
        String id = fleet.start(release, plan(3, List.of(100), 0));
        fleet.advance(id);
        assertThat(targets(id)).isEqualTo(2);
        takes(id, 0, 2);
        assertThat(targets(id)).isEqualTo(2);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.RUNNING);
        fleet.bytesPerHour = 0;
        fleet.advance(id);
        assertThat(rollout(id).wave())
                .as("the canary is of three, without the cap too")
                .isZero();
        assertThat(targets(id)).isEqualTo(3);
        takes(id, 2, 3);
        assertThat(targets(id)).isEqualTo(5);
    }

    /** Nobody can be sent less than the whole release: it goes to one device an hour, and arrives. */
    @Test
    void aReleaseBeyondTheCapGoesToOneDeviceAnHour() {
        fleet.devices(3);
        fleet.bytesPerHour = 1;
        String id = fleet.start(release, plan(2, List.of(100), 0));
        for (int hour = 0; hour < 3; hour++) {
            fleet.advance(id);
            fleet.advance(id);
            assertThat(targets(id)).isEqualTo(hour + 1);
            takes(id, hour, hour + 1);
            fleet.later(HOUR);
        }
        fleet.advance(id);
        assertThat(fleet.state(id)).isEqualTo(RolloutState.FINISHED);
    }

    @Test
    void aCapIsANumberOfBytes() {
        OrgId org = new OrgId("acme");
        assertThat(Pace.cap(org, -1, Fleet.BY, fleet, fleet.now).answer()).isInstanceOf(Pace.Answer.Refused.class);
        assertThat(Pace.cap(org, 0, Fleet.BY, fleet, fleet.now).drafts()).isEmpty();
        assertThat(Pace.cap(org, 7, Fleet.BY, fleet, fleet.now).drafts())
                .singleElement()
                .satisfies(draft -> assertThat(draft.event()).isEqualTo(new BytesCapped(7)));
    }
}
