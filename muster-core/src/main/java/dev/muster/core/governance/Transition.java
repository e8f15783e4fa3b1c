package dev.muster.core.governance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One way from state to state.
 *
 * @param name as people ask for it
 * @param from states in which it may be made
 * @param to the state after it
 * @param role who may: {@link #OPERATOR}, {@link #SYSTEM}, {@link #DEVICE}, or a role that is granted
 * @param apart transitions whose actor must be another person; {@link #OPENING} means whoever began the record
 * @param guards predicates that must hold
 * @param needs fields that must be there
 * @param fact what it shows, a key and a value; empty when nothing
 */
public record Transition(
        String name,
        Set<String> from,
        String to,
        String role,
        List<String> apart,
        List<Guard> guards,
        List<String> needs,
        Optional<Map.Entry<String, String>> fact) {
    /** Any operator. */
    public static final String OPERATOR = "operator";

    /** Nobody: a timer makes it, or it follows from what became of another record. */
    public static final String SYSTEM = "system";

    /** The device that the record is about, under the name of its certificate. */
    public static final String DEVICE = "device";

    /** Stands for the beginning of a record among {@link #apart}. */
    public static final String OPENING = "open-request";

    public Transition {
        from = Set.copyOf(from);
        apart = List.copyOf(apart);
        guards = List.copyOf(guards);
        needs = List.copyOf(needs);
    }
}
