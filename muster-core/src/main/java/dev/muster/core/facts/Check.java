package dev.muster.core.facts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One question about a device that facts answer: a rule with a name, in plain Java. Implementations hold no state and
 * ask nothing but their arguments.
 */
public interface Check {
    /** Stable name such as {@code AT-fresh}; never reused for another question. */
    String id();

    /** The question as a statement that holds when the check passes. */
    String statement();

    /** Facts without which the answer is Unknown; in the order in which {@link #judge} explains them. */
    List<FactKey> needs();

    /** Facts that are looked at when there are any. A finding rests on them too, apart from what {@link #carries} says. */
    default List<FactKey> considers() {
        return List.of();
    }

    /**
     * Whether a pass rests on a considered fact. One that is only looked at for what speaks against the device carries none:
     * an old refusal that newer evidence has overtaken makes that evidence no weaker.
     */
    default boolean carries(FactKey considered) {
        return true;
    }

    /** How old a needed fact may be before a pass goes stale; {@link #LASTING} for what does not age. */
    Duration maxAge();

    /** Whether a needed fact grows old; a list that somebody recorded holds until another is recorded. */
    default boolean ages(FactKey needed) {
        return true;
    }

    /** What a person does to make the check pass. */
    String remedy();

    /**
     * The rule. Called only when every needed fact is there.
     *
     * @param facts the latest facts
     * @param now the time for which the answer holds
     */
    Judgement judge(Facts facts, Instant now);

    /** For facts that stay true until something else is said, such as which product a device is. */
    Duration LASTING = Duration.ofDays(36_500);
    /** For what a device shows at every check-in; check-ins are daily or more often. */
    Duration DAY = Duration.ofHours(24);
    /** For what is seen now and then, such as an update. */
    Duration QUARTER = Duration.ofDays(92);
    /** For drills, which are exercised about twice a year. */
    Duration HALF_YEAR = Duration.ofDays(183);
}
