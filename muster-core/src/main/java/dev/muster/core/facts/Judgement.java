package dev.muster.core.facts;

import java.time.Instant;

/** What a check's rule says about facts that are all there; freshness is judged outside the rule. */
public sealed interface Judgement {
    /** One sentence, without a final stop, naming the values it rests on. */
    String reason();

    /**
     * What the check asks is so.
     *
     * @param reason why
     * @param until when time alone may change that (a certificate ends); {@link Instant#MAX} when it cannot
     */
    record Holds(String reason, Instant until) implements Judgement {}

    /**
     * What the check asks is not so.
     *
     * @param reason why
     */
    record Breached(String reason) implements Judgement {}

    /**
     * The facts do not settle it.
     *
     * @param reason why
     */
    record Undecided(String reason) implements Judgement {}

    /** It is so until other facts arrive. */
    static Judgement holds(String reason) {
        return new Holds(reason, Instant.MAX);
    }

    /** It is so until {@code until}. */
    static Judgement holds(String reason, Instant until) {
        return new Holds(reason, until);
    }

    /** It is not so. */
    static Judgement breached(String reason) {
        return new Breached(reason);
    }

    /** It cannot be told. */
    static Judgement undecided(String reason) {
        return new Undecided(reason);
    }
}
