package dev.muster.ledger.statements;

import java.time.Instant;
import java.util.Optional;

/**
 * Which registered statements of one organisation are wanted. Everything that is set must hold.
 *
 * @param issuer said by exactly this issuer
 * @param subject about exactly this
 * @param contentType with exactly this content type
 * @param registeredSince registered at or after
 * @param registeredAt registered at or before: what stood in the log then
 * @param from first index
 * @param newestFirst by falling instead of rising index
 * @param limit at most so many
 */
public record StatementQuery(
        Optional<String> issuer,
        Optional<String> subject,
        Optional<String> contentType,
        Optional<Instant> registeredSince,
        Optional<Instant> registeredAt,
        long from,
        boolean newestFirst,
        int limit) {
    /** One answer fits in memory; page on with {@link #from}. */
    public static final int MAX_LIMIT = 10_000;

    public StatementQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT + ", not " + limit);
        }
    }

    /** All from this index on, at most so many. */
    public static StatementQuery from(long index, int limit) {
        return new StatementQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                index,
                false,
                limit);
    }

    public StatementQuery subject(String wanted) {
        return new StatementQuery(
                issuer, Optional.of(wanted), contentType, registeredSince, registeredAt, from, newestFirst, limit);
    }

    public StatementQuery contentType(String wanted) {
        return new StatementQuery(
                issuer, subject, Optional.of(wanted), registeredSince, registeredAt, from, newestFirst, limit);
    }
}
