package dev.muster.server.network;

import dev.muster.core.network.FlowsSeen;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * What came to a packet filter's counters between two of its reports. Counters begin anew with each policy; those of another
 * packet filter are no continuation, and what it counted before its first word may have been told by the one before it.
 *
 * @param begun flows that rules let begin
 * @param refused packets that no rule let pass
 */
record FlowsGained(long begun, long refused) {
    static final FlowsGained NOTHING = new FlowsGained(0, 0);

    /** A report that says more of one counter is not believed further: sums of many reports must stay numbers. */
    static final long BELIEVED_MOST = 1_000_000_000_000L;

    /** @param before the report before it; nothing when {@code seen} is the first, and then all of it was gained */
    static FlowsGained of(Optional<FlowsSeen> before, FlowsSeen seen) {
        if (before.isPresent() && !before.get().reporter().equals(seen.reporter())) {
            return NOTHING;
        }
        Map<String, Long> earlier = before.map(FlowsGained::byRule).orElse(Map.of());
        long begun = byRule(seen).entrySet().stream()
                .mapToLong(rule -> gained(earlier.getOrDefault(rule.getKey(), 0L), rule.getValue()))
                .sum();
        return new FlowsGained(begun, gained(before.map(FlowsSeen::refused).orElse(0L), believed(seen.refused())));
    }

    private static Map<String, Long> byRule(FlowsSeen seen) {
        BinaryOperator<Long> sum = (one, other) -> believed(one + other);
        return seen.used().stream()
                .collect(Collectors.toMap(FlowsSeen.Used::rule, used -> believed(used.flows()), sum));
    }

    private static long believed(long counted) {
        return Math.clamp(counted, 0, BELIEVED_MOST);
    }

    /** A counter that is lower than it was has begun anew. */
    private static long gained(long before, long now) {
        return now >= before ? now - before : now;
    }
}
