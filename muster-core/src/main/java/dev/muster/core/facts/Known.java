package dev.muster.core.facts;

import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import java.time.Instant;

/**
 * A fact and when we learned it.
 *
 * @param fact what is said
 * @param receivedAt when the ledger took the entry that says it
 */
public record Known(Fact fact, Instant receivedAt) {
    /**
     * The time from which the fact ages: when it became true, but never later than when we learned it, so that a
     * device whose clock runs ahead does not stay fresh for longer.
     */
    public Instant asOf() {
        return fact.effectiveAt().isAfter(receivedAt) ? receivedAt : fact.effectiveAt();
    }

    /** The fact's value. */
    public String value() {
        return fact.value();
    }

    /** The fact's grade. */
    public Grade grade() {
        return fact.grade();
    }

    /**
     * Whether this replaces {@code other} as the latest of its subject and key: it became true later, or at the same
     * time and a later entry says so. What arrives late does not undo what is newer.
     */
    public boolean supersedes(Known other) {
        int byTime = asOf().compareTo(other.asOf());
        return byTime > 0 || (byTime == 0 && fact.entry() >= other.fact.entry());
    }
}
