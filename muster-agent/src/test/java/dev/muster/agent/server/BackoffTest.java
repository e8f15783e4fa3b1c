package dev.muster.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void waitsGrowUpToTheCapAndStartSmallAfterASuccess() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), new Random(7));
        for (int i = 0; i < 200; i++) {
            long bound = Math.min(100L << Math.min(i, 20), 2000);
            assertThat(backoff.failed().toMillis()).isBetween(bound / 2, bound);
        }
        backoff.succeeded();
        assertThat(backoff.failed().toMillis()).isBetween(50L, 100L);
    }

    @Test
    void twoDevicesDoNotComeBackTogether() {
        Backoff one = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(1));
        Backoff two = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new Random(2));
        int same = 0;
        for (int i = 0; i < 20; i++) {
            same += one.failed().equals(two.failed()) ? 1 : 0;
        }
        assertThat(same).isLessThan(3);
    }
}
