package dev.muster.bench.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * A slice of {@code ./muster test --tier hostile} for every day: the same attack, smaller, against a server of its own. How
 * long honest devices wait is judged by the tier alone, which says what the machine was doing: a busy neighbour is no fault.
 */
class HostileSliceTest {
    private static final long MEGABYTE = 1L << 20;

    /** What the statements and the replays under way need; a thread for each of the 200 slow peers would be twice that. */
    private static final long MORE_THREADS = 100;

    /** On a machine that others use, too, an honest device may lose its patience, which is half a minute, once. */
    private static final int MISSED = 1;

    @Test
    void honestDevicesAreServedWhileOthersAreSlowAndGreedy() throws Exception {
        HostileBench.Result result = HostileBench.run(Plan.SLICE, System.getProperty("java.class.path"));
        assertThat(result.runs()).isTrue();
        assertThat(result.attested()).isPositive();
        assertThat(result.missed()).as("%s", result).isLessThanOrEqualTo(MISSED);
        assertThat(result.grewBytes()).as("%s", result).isLessThanOrEqualTo(10 * MEGABYTE);
        assertThat(result.after().threads())
                .as("%s", result)
                .isLessThanOrEqualTo(result.before().threads() + MORE_THREADS);
        assertThat(result.counts()).as("slow peers came").containsKeys("readers connected", "writers connected");
    }
}
