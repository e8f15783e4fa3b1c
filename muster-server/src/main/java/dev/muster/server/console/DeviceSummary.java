package dev.muster.server.console;

import dev.muster.core.attestation.Expected;
import dev.muster.core.ledger.Fact;
import java.time.Duration;
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
 * @param fellBack it shows another release than the one that it had been brought to
 * @param every how often it is to attest; empty when nobody has said so
 */
record DeviceSummary(
        String id,
        String product,
        String state,
        String verdict,
        String software,
        String strength,
        Optional<Instant> attestedAt,
        Map<String, Fact> facts,
        boolean fellBack,
        Optional<Duration> every) {
    /** A state in which the device is kept away from its work. */
    static final List<String> HELD = List.of("quarantined", "safe-stop", "degraded");

    /** Between those that need someone by what was said of them, and all others. */
    static final int SILENT = 2;

    /** What the fact about its rollout says then. */
    private static final String FELL_BACK = "fell-back";

    static final String GOOD = "affirming";

    /** Known, and not yet in service. */
    static final String JOINING = "joining";

    /** States in which nobody expects evidence. */
    static final List<String> AWAY = List.of("manufactured", "off-site", "retired");

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
                Map.copyOf(facts),
                value(facts, FactKeys.ROLLOUT).equals(FELL_BACK),
                Optional.empty());
    }

    /** Without the facts, which take many times the room. */
    DeviceSummary bare() {
        return new DeviceSummary(
                id, product, state, verdict, software, strength, attestedAt, Map.of(), fellBack, every);
    }

    /** The same device where this is expected. */
    DeviceSummary expecting(Expected expected) {
        return new DeviceSummary(
                id, product, state, verdict, software, strength, attestedAt, facts, fellBack, expected.every(product));
    }

    /** How long its evidence speaks for it. */
    Duration silentAfter() {
        return Expected.silentAfter(every);
    }

    private static String value(Map<String, Fact> facts, String key) {
        Fact fact = facts.get(key);
        return fact == null ? "" : fact.value();
    }

    /** Its newest evidence affirms, it is in service, and that evidence is not too old: silence is not trust. */
    boolean trusted(Instant now) {
        return believed(state, verdict) && !silent(now);
    }

    /** It would be trusted, had it shown evidence lately. */
    boolean silent(Instant now) {
        return believed(state, verdict)
                && attestedAt.filter(now.minus(silentAfter())::isBefore).isEmpty();
    }

    /** When trust in it ended by silence. */
    Optional<Instant> silentSince(Instant now) {
        return silent(now) ? attestedAt.map(at -> at.plus(silentAfter())) : Optional.empty();
    }

    /** What its newest evidence said, however old that is, and where the device is. */
    static boolean believed(String state, String verdict) {
        // One that joins anew may still have the good verdict of its former life, and one that was retired has it.
        return verdict.equalsIgnoreCase(GOOD) && !held(state) && !state.equals(JOINING) && !AWAY.contains(state);
    }

    /** It fell back, and is somewhere where that matters. */
    boolean fellBackHere() {
        return fellBack && !AWAY.contains(state);
    }

    boolean held() {
        return held(state);
    }

    static boolean held(String state) {
        return HELD.contains(state);
    }

    /** Neither trusted nor somewhere where that is expected. */
    boolean needsSomeone(Instant now) {
        return needsSomeone(state, verdict) || silent(now);
    }

    /** The same by what its newest evidence said, however old that is. */
    static boolean needsSomeone(String state, String verdict) {
        return !believed(state, verdict) && !AWAY.contains(state);
    }

    /** The same with those between the others that are silent at this moment. */
    int urgency(Instant now) {
        return silent(now) ? SILENT : urgency();
    }

    /** The lower, the earlier on a page: those that need someone, and of those the ones that are held. Who is silent changes by time alone. */
    int urgency() {
        return (needsSomeone(state, verdict) ? 0 : 2) + (held() ? 0 : 1);
    }
}
