package dev.muster.server.console;

import dev.muster.core.ledger.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One device as its latest facts say.
 *
 * @param state life-cycle state; empty when nothing says so
 * @param verdict trust tier of the last appraised evidence; empty when there was none
 * @param software attested version; empty unless the newest evidence matched a reference
 * @param attestedAt when the newest evidence was appraised
 * @param facts the latest fact of each key
 */
record DeviceSummary(
        String id,
        String product,
        String state,
        String verdict,
        String software,
        String strength,
        Optional<Instant> attestedAt,
        Map<String, Fact> facts) {
    /** A state in which the device is kept away from its work. */
    private static final List<String> HELD = List.of("quarantined", "safe-stop", "degraded");

    /** Known, and not yet in service. */
    static final String JOINING = "joining";

    /** States in which nobody expects evidence. */
    private static final List<String> AWAY = List.of("manufactured", "off-site", "retired");

    static DeviceSummary of(String id, List<Fact> latest) {
        Map<String, Fact> facts = new TreeMap<>();
        latest.forEach(fact -> facts.put(fact.key(), fact));
        Optional<Fact> status = Optional.ofNullable(facts.get(FactKeys.VERDICT));
        // A version that is older than the verdict was said of other software.
        String software = Optional.ofNullable(facts.get(FactKeys.VERSION))
                .filter(version ->
                        status.isPresent() && version.entry() >= status.get().entry())
                .map(Fact::value)
                .orElse("");
        return new DeviceSummary(
                id,
                value(facts, FactKeys.PRODUCT),
                value(facts, FactKeys.STATE),
                value(facts, FactKeys.VERDICT),
                software,
                value(facts, FactKeys.STRENGTH),
                status.map(Fact::effectiveAt),
                Map.copyOf(facts));
    }

    /** Without the facts, which take many times the room. */
    DeviceSummary bare() {
        return new DeviceSummary(id, product, state, verdict, software, strength, attestedAt, Map.of());
    }

    private static String value(Map<String, Fact> facts, String key) {
        Fact fact = facts.get(key);
        return fact == null ? "" : fact.value();
    }

    boolean trusted() {
        return trusted(state, verdict);
    }

    static boolean trusted(String state, String verdict) {
        // One that joins anew may still have the good verdict of its former life.
        return verdict.equalsIgnoreCase("affirming") && !held(state) && !state.equals(JOINING);
    }

    boolean held() {
        return held(state);
    }

    static boolean held(String state) {
        return HELD.contains(state);
    }

    /** Neither trusted nor somewhere where that is expected. */
    boolean needsSomeone() {
        return needsSomeone(state, verdict);
    }

    static boolean needsSomeone(String state, String verdict) {
        return !trusted(state, verdict) && !AWAY.contains(state);
    }

    /** The lower, the earlier on a page: those that need someone, and of those the ones that are held. */
    int urgency() {
        return (needsSomeone() ? 0 : 2) + (held() ? 0 : 1);
    }
}
