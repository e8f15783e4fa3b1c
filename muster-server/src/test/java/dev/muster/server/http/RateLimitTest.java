package dev.muster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final InstantSource clock = () -> now;

    @Test
    void aBurstIsServedThenTheRateHolds() {
        RateLimit limit = new RateLimit(clock, 2, 5);
        for (int i = 0; i < 5; i++) {
            assertThat(limit.admits("a")).isTrue();
        }
        assertThat(limit.admits("a")).isFalse();
        assertThat(limit.admits("b")).as("another client has its own bucket").isTrue();
        now = now.plusMillis(500);
        assertThat(limit.admits("a")).isTrue();
        assertThat(limit.admits("a")).isFalse();
    }

    @Test
    void aBucketNeverHoldsMoreThanTheBurst() {
        RateLimit limit = new RateLimit(clock, 2, 3);
        assertThat(limit.admits("a")).isTrue();
        now = now.plus(Duration.ofDays(1));
        int admitted = 0;
        while (limit.admits("a")) {
            admitted++;
        }
        assertThat(admitted).isEqualTo(3);
    }

    @Test
    void aClockThatGoesBackGivesNothingAway() {
        RateLimit limit = new RateLimit(clock, 1, 1);
        assertThat(limit.admits("a")).isTrue();
        now = now.minusSeconds(60);
        assertThat(limit.admits("a")).isFalse();
    }

    /** Who brings megabytes is asked to wait as if it had asked often; what is short costs nothing more. */
    @Test
    void longBodiesCountAsSeveralRequests() {
        RateLimit limit = new RateLimit(clock, 10, 100);
        limit.brought("a", 1_000);
        limit.brought("b", 1 << 20);
        int a = 0;
        while (limit.admits("a")) {
            a++;
        }
        assertThat(a).isEqualTo(100);
        assertThat(limit.admits("b"))
                .as("156 more than it has, and never a debt of more than the burst")
                .isFalse();
        now = now.plusSeconds(9);
        assertThat(limit.admits("b")).isFalse();
        now = now.plusSeconds(2);
        assertThat(limit.admits("b")).isTrue();
    }
}
