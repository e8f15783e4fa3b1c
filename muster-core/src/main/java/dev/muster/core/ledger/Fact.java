package dev.muster.core.ledger;

import java.time.Instant;

/**
 * One thing that an entry says about a subject, in the words that checks ask for.
 *
 * @param subject what it is about
 * @param key dotted name such as {@code attestation.verdict}
 * @param value text form of the value
 * @param effectiveAt when it became true
 * @param grade how we know
 * @param entry index of the entry it comes from, in the subject's organisation
 */
public record Fact(Subject subject, String key, String value, Instant effectiveAt, Grade grade, long entry) {}
