package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A fleet, a release, and a rollout of it that a test takes through its steps. */
abstract class OneRollout {
    static final RolloutPlan PLAN = RolloutPlan.STANDARD.with(2, List.of(50, 100), Duration.ofMinutes(10));

    final Fleet fleet = new Fleet();
    String release = "";

    @BeforeEach
    void publish() {
        release = fleet.release(2);
    }

    final String start(RolloutPlan plan) {
        String rollout = fleet.start(release, plan);
        fleet.advance(rollout);
        return rollout;
    }

    static DeviceId cam(int i) {
        return new DeviceId("cam-" + i);
    }

    final Rollout rollout(String id) {
        return fleet.rollout(id).orElseThrow();
    }
}
