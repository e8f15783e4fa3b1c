package dev.muster.core.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts refused statements of callers whom nobody knows, so that they cost the ledger one entry a minute however many they
 * are: how many, from how many networks, why the last one, and the digests of the first few. The statements themselves are
 * not kept. For one organisation; not thread-safe.
 */
public final class RefusedStatements {
    /** What is counted together. */
    public static final Duration WINDOW = Duration.ofMinutes(1);

    /** Digests that are kept: enough for somebody who looks for their own statement and sends it alone. */
    static final int SAMPLES_MAX = 8;

    /** Networks that are told apart. */
    static final int NETWORKS_MAX = 1_024;

    private static final int DETAIL_CHARS_MAX = 256;

    private final List<String> samples = new ArrayList<>();
    private final Set<String> networks = new LinkedHashSet<>();
    private Instant since = Instant.MIN;
    private long count;
    private String reason = "";
    private String detail = "";

    /**
     * One more.
     *
     * @param why stable code and words
     * @param digest of the statement, in hex
     * @param network of the caller
     */
    public void refused(StatementOutcome.Refused why, String digest, String network, Instant now) {
        if (count == 0) {
            since = now;
        }
        count++;
        reason = why.reason().code();
        detail = why.detail().substring(0, Math.min(why.detail().length(), DETAIL_CHARS_MAX));
        if (samples.size() < SAMPLES_MAX && !samples.contains(digest)) {
            samples.add(digest);
        }
        if (networks.size() < NETWORKS_MAX) {
            networks.add(network);
        }
    }

    /** Whether a window is over. */
    public boolean isDue(Instant now) {
        return count > 0 && !now.isBefore(since.plus(WINDOW));
    }

    /** What was counted. */
    public LedgerEvent.StatementsRefused counted() {
        return new LedgerEvent.StatementsRefused(count, networks.size(), since, reason, detail, List.copyOf(samples));
    }

    /** Both together: what could not be written in time is written with what came meanwhile. */
    public RefusedStatements with(RefusedStatements later) {
        if (later.count == 0) {
            return this;
        }
        since = count == 0 || later.since.isBefore(since) ? later.since : since;
        count += later.count;
        reason = later.reason;
        detail = later.detail;
        later.samples.stream()
                .filter(sample -> !samples.contains(sample))
                .limit(SAMPLES_MAX - (long) samples.size())
                .forEach(samples::add);
        later.networks.stream()
                .filter(network -> !networks.contains(network))
                .limit(NETWORKS_MAX - (long) networks.size())
                .forEach(networks::add);
        return this;
    }
}
