package dev.muster.bench.hostile;

import java.time.Duration;

/**
 * How much of it.
 *
 * @param devices honest ones
 * @param every how often each attests
 * @param quiet measured without an attack
 * @param attack measured under it
 * @param greedyFiles files in the evidence of the greedy device; each makes about 70 bytes
 */
public record Plan(
        int devices,
        Duration every,
        Duration quiet,
        Duration attack,
        int readers,
        int writers,
        int statements,
        int greedyFiles,
        int replays) {
    /** All of it, in a minute and a half. */
    public static final Plan WHOLE = new Plan(
            16,
            Duration.ofMillis(500),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            1_000,
            1_000,
            10_000,
            12_000,
            64);

    /** A slice for every day. */
    public static final Plan SLICE =
            new Plan(8, Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(8), 100, 100, 500, 12_000, 8);

    /** As many connections as all of it, in a short time: for what they leave behind in memory. */
    public static final Plan CROWD = new Plan(
            4, Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(10), 1_000, 1_000, 500, 12_000, 8);

    /** As it is called on a command line. */
    String word() {
        return equals(SLICE) ? "slice" : equals(CROWD) ? "crowd" : "whole";
    }

    static Plan of(String word) {
        return switch (word) {
            case "slice" -> SLICE;
            case "crowd" -> CROWD;
            default -> WHOLE;
        };
    }
}
