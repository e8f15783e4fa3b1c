package dev.muster.core.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutPlanTest {
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void wavesReachTheirShareAndNeverLessThanTheCanary() {
        RolloutPlan plan = new RolloutPlan(3, List.of(10, 50, 100), 10, 90, DAY);
        assertThat(plan.reach(0, 1000)).isEqualTo(3);
        assertThat(plan.reach(1, 1000)).isEqualTo(100);
        assertThat(plan.reach(1, 10)).isEqualTo(3);
        assertThat(plan.reach(2, 25)).isEqualTo(13);
        assertThat(plan.reach(3, 25)).isEqualTo(25);
        assertThat(plan.reach(0, 2)).isEqualTo(2);
        assertThat(plan.lastWave()).isEqualTo(3);
    }

    @Test
    void aPlanThatCouldNotEndOrBeginIsRefused() {
        assertRefused(() -> new RolloutPlan(0, List.of(100), 10, 90, DAY), "canary");
        assertRefused(() -> new RolloutPlan(1, List.of(), 10, 90, DAY), "steps");
        assertRefused(() -> new RolloutPlan(1, List.of(50), 10, 90, DAY), "the last 100");
        assertRefused(() -> new RolloutPlan(1, List.of(50, 50, 100), 10, 90, DAY), "rise");
        assertRefused(() -> new RolloutPlan(1, List.of(0, 100), 10, 90, DAY), "rise");
        assertRefused(() -> new RolloutPlan(1, List.of(100), -1, 90, DAY), "percent");
        assertRefused(() -> new RolloutPlan(1, List.of(100), 10, 101, DAY), "percent");
        assertRefused(() -> new RolloutPlan(1, List.of(100), 10, 90, Duration.ZERO), "deadline");
    }

    private static void assertRefused(Runnable plan, String why) {
        assertThatThrownBy(plan::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
