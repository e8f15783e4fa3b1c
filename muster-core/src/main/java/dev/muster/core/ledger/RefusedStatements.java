package dev.muster.core.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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

    /** What was counted, once the window is over; counting begins again. */
    public Optional<LedgerEvent.StatementsRefused> due(Instant now) {
        if (count == 0 || now.isBefore(since.plus(WINDOW))) {
            return Optional.empty();
        }
        var counted =
                new LedgerEvent.StatementsRefused(count, networks.size(), since, reason, detail, List.copyOf(samples));
        count = 0;
        samples.clear();
        networks.clear();
        return Optional.of(counted);
    }
}
