package dev.muster.core.joining;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps refusals from filling the ledger: of each source the first is an entry at once, and what follows within
 * {@link #WINDOW} is counted and becomes one entry with its number. Many sources together make at most {@link
 * #MAX_ENTRIES} entries a window; beyond it they are counted as one, source {@code *}. What {@link
 * RefusalBudget} has no room for waits, counted. For one organisation; not thread-safe.
 */
public final class RefusalMeter {

    public static final Duration WINDOW = Duration.ofMinutes(1);

    /** An installer who fumbles sees each of his attempts; an attacker gets one entry every two seconds. */
    public static final int MAX_ENTRIES = 30;

    /** Sources that are remembered; about 100 KiB. */
    static final int MAX_SOURCES = 512;

    private static final String MANY = "*";
    private static final int MAX_CLAIMED_CHARS = 64;
    private static final int MAX_DETAIL_CHARS = 256;

    private static final class Tally {
        private final Instant opened;
        private long held;
        private Instant since;
        private String reason = "";
        private String detail = "";
        private String claimed = "";

        Tally(Instant opened) {
            this.opened = opened;
            this.since = opened;
        }
    }

    private final RefusalBudget budget;
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private Instant windowOpened = Instant.MIN;
    private int entries;

    /** @param budget that the organisations of one server share */
    public RefusalMeter(RefusalBudget budget) {
        this.budget = budget;
    }

    /** Notes one refusal; the result is what belongs into the ledger now, often nothing. */
    public List<EnrolmentRefused> refused(String reason, String detail, String claimed, String source, Instant now) {
        List<EnrolmentRefused> due = new ArrayList<>(due(now));
        Tally known = tallies.get(source);
        if (known == null && tallies.size() < MAX_SOURCES && entries < MAX_ENTRIES && budget.takes(now)) {
            tallies.put(source, new Tally(now));
            entries++;
            due.add(new EnrolmentRefused(
                    reason, cut(detail, MAX_DETAIL_CHARS), cut(claimed, MAX_CLAIMED_CHARS), source, 1, now));
            return due;
        }
        Tally tally = known == null ? tallies.computeIfAbsent(MANY, _ -> new Tally(now)) : known;
        if (tally.held == 0) {
            tally.since = now;
        }
        tally.held++;
        tally.reason = reason;
        tally.detail = cut(detail, MAX_DETAIL_CHARS);
        tally.claimed = cut(claimed, MAX_CLAIMED_CHARS);
        return due;
    }

    /** What was counted in windows that are over. Call it now and then, so that a count does not wait for ever. */
    public List<EnrolmentRefused> due(Instant now) {
        if (!now.isBefore(over(windowOpened))) {
            windowOpened = now;
            entries = 0;
        }
        List<EnrolmentRefused> due = new ArrayList<>();
        Iterator<Map.Entry<String, Tally>> all = tallies.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Tally> one = all.next();
            Tally tally = one.getValue();
            if (now.isBefore(over(tally.opened))) {
                continue;
            }
            if (tally.held == 0) {
                all.remove();
            } else if (budget.takes(now)) {
                all.remove();
                due.add(new EnrolmentRefused(
                        tally.reason, tally.detail, tally.claimed, one.getKey(), tally.held, tally.since));
            }
        }
        return due;
    }

    /** Counts again what was due and could not be written: it is due again a window later. */
    public void again(List<EnrolmentRefused> unwritten, Instant now) {
        for (EnrolmentRefused refused : unwritten) {
            String source =
                    tallies.containsKey(refused.source()) || tallies.size() < MAX_SOURCES ? refused.source() : MANY;
            Tally tally = tallies.computeIfAbsent(source, _ -> new Tally(now));
            if (tally.held == 0) {
                tally.since = refused.since();
                tally.reason = refused.reason();
                tally.detail = refused.detail();
                tally.claimed = refused.claimed();
            }
            tally.held += refused.count();
            tally.since = refused.since().isBefore(tally.since) ? refused.since() : tally.since;
        }
    }

    /** Whether nothing is counted: a new meter would do the same. */
    public boolean isIdle() {
        return tallies.isEmpty();
    }

    private static Instant over(Instant opened) {
        return opened.equals(Instant.MIN) ? Instant.MIN : opened.plus(WINDOW);
    }

    private static String cut(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars);
    }
}
