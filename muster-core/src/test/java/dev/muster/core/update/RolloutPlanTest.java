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
        RolloutPlan plan = plan(3, List.of(10, 50, 100), DAY);
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
        assertRefused(() -> plan(0, List.of(100), DAY), "canary");
        assertRefused(() -> plan(1, List.of(), DAY), "steps");
        assertRefused(() -> plan(1, List.of(50), DAY), "the last 100");
        assertRefused(() -> plan(1, List.of(50, 50, 100), DAY), "rise");
        assertRefused(() -> plan(1, List.of(0, 100), DAY), "rise");
        assertRefused(() -> new RolloutPlan.Limits(-1, 90, 50), "percent");
        assertRefused(() -> new RolloutPlan.Limits(10, 101, 50), "percent");
        assertRefused(() -> new RolloutPlan.Limits(10, 90, -1), "percent");
        assertRefused(() -> plan(1, List.of(100), Duration.ZERO), "deadline");
        assertRefused(() -> plan(1, List.of(100), Duration.ofDays(61)), "deadline");
        assertRefused(
                () -> new RolloutPlan(
                        1, List.of(100), RolloutPlan.Limits.STANDARD, DAY, Duration.ofMillis(999), false, false),
                "proof");
    }

    @Test
    void aMillionDevicesDoNotOverflow() {
        assertThat(plan(1, List.of(99, 100), DAY).reach(1, 100_000_000)).isEqualTo(99_000_000);
    }

    @Test
    void theStandardPlan() {
        assertThat(RolloutPlan.STANDARD)
                .isEqualTo(new RolloutPlan(
                        3,
                        List.of(25, 100),
                        new RolloutPlan.Limits(10, 90, 50),
                        Duration.ofHours(24),
                        Duration.ofMinutes(15),
                        false,
                        false));
    }

    private static RolloutPlan plan(int canary, List<Integer> steps, Duration deadline) {
        return RolloutPlan.STANDARD.with(canary, steps, deadline);
    }

    private static void assertRefused(Runnable plan, String why) {
        assertThatThrownBy(plan::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
