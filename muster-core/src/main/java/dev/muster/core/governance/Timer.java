package dev.muster.core.governance;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What happens by itself.
 *
 * @param state in which it runs
 * @param only a field with the value that it must have, as {@code FIELD=VALUE}; empty for every record
 * @param field that holds the time, or {@link #ENTERED} for when the state was entered
 * @param plus how long after that
 * @param transition that is made
 * @param unless a transition that makes it moot once it was made; empty for none
 * @param meaning one sentence
 */
public record Timer(
        String state, String only, String field, Duration plus, String transition, String unless, String meaning) {
    /** The time at which the state was entered. */
    public static final String ENTERED = "entered";

    /** When it is due for this record as it stands; empty when it does not run. */
    public Optional<Instant> due(Instance record) {
        Map<String, String> fields = record.fields();
        int equals = only.indexOf('=');
        boolean mine = equals < 0 || only.substring(equals + 1).equals(fields.get(only.substring(0, equals)));
        if (!state.equals(record.state())
                || !mine
                || (!unless.isEmpty() && record.last(unless).isPresent())) {
            return Optional.empty();
        }
        Optional<Instant> base = field.equals(ENTERED)
                ? Optional.of(record.since())
                : Optional.ofNullable(fields.get(field)).flatMap(Field::time);
        return base.map(at -> at.plus(plus));
    }

    /** {@code FIELD}, {@code FIELD+PT24H} or {@code entered+P30D}, after {@code FIELD=VALUE?} for some records only. */
    static Timer parse(String state, String after, String transition, String unless, String meaning) {
        int condition = after.indexOf('?');
        String only = condition < 0 ? "" : after.substring(0, condition);
        String when = after.substring(condition + 1);
        int plus = when.indexOf('+');
        return new Timer(
                state,
                only,
                plus < 0 ? when : when.substring(0, plus),
                plus < 0 ? Duration.ZERO : Duration.parse(when.substring(plus + 1)),
                transition,
                unless,
                meaning);
    }
}
