package dev.muster.ledger.sequence;

import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which entries of one organisation are wanted. Everything that is set must hold.
 *
 * @param subject about exactly this
 * @param type of exactly this type; one that ends with a dot or a dash stands for all that begin so ({@code joining.})
 * @param issuer said by exactly this issuer
 * @param knownAt received at or before: "what did we know at T"
 * @param trueAt effective at or before: "what was true at T"
 * @param knownSince received at or after
 * @param from first index, inclusive
 * @param until last index, exclusive
 * @param newestFirst by falling instead of rising index
 * @param limit at most so many, 1 to {@link #MAX_LIMIT}
 */
public record EntryQuery(
        Optional<Subject> subject,
        Optional<String> type,
        Optional<String> issuer,
        Optional<Instant> knownAt,
        Optional<Instant> trueAt,
        Optional<Instant> knownSince,
        OptionalLong from,
        OptionalLong until,
        boolean newestFirst,
        int limit) {
    /** One answer fits in memory whatever the entries are; page on with {@link #from(long)}. */
    public static final int MAX_LIMIT = 10_000;

    private static final int DEFAULT_LIMIT = 1000;

    public EntryQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT + ", not " + limit);
        }
    }

    /** The first thousand entries; narrow it with the methods below. */
    public static EntryQuery all() {
        return new EntryQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                false,
                DEFAULT_LIMIT);
    }

    public EntryQuery subject(Subject wanted) {
        return new EntryQuery(
                Optional.of(wanted), type, issuer, knownAt, trueAt, knownSince, from, until, newestFirst, limit);
    }

    public EntryQuery type(String wanted) {
        return new EntryQuery(
                subject, Optional.of(wanted), issuer, knownAt, trueAt, knownSince, from, until, newestFirst, limit);
    }

    public EntryQuery issuer(String wanted) {
        return new EntryQuery(
                subject, type, Optional.of(wanted), knownAt, trueAt, knownSince, from, until, newestFirst, limit);
    }

    public EntryQuery knownAt(Instant time) {
        return new EntryQuery(
                subject, type, issuer, Optional.of(time), trueAt, knownSince, from, until, newestFirst, limit);
    }

    public EntryQuery trueAt(Instant time) {
        return new EntryQuery(
                subject, type, issuer, knownAt, Optional.of(time), knownSince, from, until, newestFirst, limit);
    }

    public EntryQuery knownSince(Instant time) {
        return new EntryQuery(
                subject, type, issuer, knownAt, trueAt, Optional.of(time), from, until, newestFirst, limit);
    }

    public EntryQuery from(long index) {
        return new EntryQuery(
                subject, type, issuer, knownAt, trueAt, knownSince, OptionalLong.of(index), until, newestFirst, limit);
    }

    public EntryQuery until(long index) {
        return new EntryQuery(
                subject, type, issuer, knownAt, trueAt, knownSince, from, OptionalLong.of(index), newestFirst, limit);
    }

    public EntryQuery fallingOrder() {
        return new EntryQuery(subject, type, issuer, knownAt, trueAt, knownSince, from, until, true, limit);
    }

    public EntryQuery limit(int most) {
        return new EntryQuery(subject, type, issuer, knownAt, trueAt, knownSince, from, until, newestFirst, most);
    }
}
