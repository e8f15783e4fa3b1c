package dev.muster.core.governance;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What happens by itself.
 *
 * @param state in which it runs
 * @param field that holds the time, or {@link #ENTERED} for when the state was entered
 * @param plus how long after that
 * @param transition that is made
 * @param meaning one sentence
 */
public record Timer(String state, String field, Duration plus, String transition, String meaning) {
    /** The time at which the state was entered. */
    public static final String ENTERED = "entered";

    /** When it is due for a record with these fields, in this state since {@code since}; empty when it does not run. */
    public Optional<Instant> due(String now, Instant since, Map<String, String> fields) {
        if (!state.equals(now)) {
            return Optional.empty();
        }
        Optional<Instant> base = field.equals(ENTERED)
                ? Optional.of(since)
                : Optional.ofNullable(fields.get(field)).flatMap(Field::time);
        return base.map(at -> at.plus(plus));
    }

    /** {@code FIELD}, {@code FIELD+PT24H} or {@code entered+P30D}. */
    static Timer parse(String state, String after, String transition, String meaning) {
        int plus = after.indexOf('+');
        return plus < 0
                ? new Timer(state, after, Duration.ZERO, transition, meaning)
                : new Timer(
                        state,
                        after.substring(0, plus),
                        Duration.parse(after.substring(plus + 1)),
                        transition,
                        meaning);
    }
}
