package dev.muster.bench.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A slice of {@code ./muster test --tier hostile} for every day: the same attack, smaller, against a server of its own. */
class HostileSliceTest {
    private static final long MEGABYTE = 1L << 20;

    /** Where devices wait for longer without an attack, the machine is busy with others and latency says nothing of it. */
    private static final double QUIET_MOST_MILLIS = 200;

    /** A few milliseconds are noise, twice or not. */
    private static final double NOISE_MILLIS = 250;

    /** What a server of that size needs for itself; a thread for each of the 200 slow peers would be far beyond it. */
    private static final long MOST_THREADS = 150;

    @Test
    void honestDevicesAreServedWhileOthersAreSlowAndGreedy() throws Exception {
        HostileBench.Result result = HostileBench.run(HostileBench.Plan.SLICE, System.getProperty("java.class.path"));
        assertThat(result.runs()).isTrue();
        assertThat(result.attested()).isPositive();
        assertThat(result.missed()).as("%s", result).isZero();
        assertThat(result.grewBytes()).as("%s", result).isLessThanOrEqualTo(10 * MEGABYTE);
        assertThat(result.threadsAfter()).as("%s", result).isLessThanOrEqualTo(MOST_THREADS);
        if (result.quietP99Millis() <= QUIET_MOST_MILLIS) {
            assertThat(result.attackP99Millis())
                    .as("%s", result)
                    .isLessThanOrEqualTo(Math.max(2 * result.quietP99Millis(), NOISE_MILLIS));
        }
        assertThat(result.counts()).as("slow peers came").containsKeys("readers connected", "writers connected");
    }
}
