package dev.muster.core.attestation;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How long an organisation goes by a maker's reference values, whatever the maker says of their validity.
 *
 * @param state where they are
 * @param until when retiring values end; empty while nobody knows yet, as during a rollout
 * @param successor version that devices are meant to have instead; empty when there is none
 * @param cause who or what brought this about, such as {@code rollout/ro-3} or the operator's reason
 */
public record Life(State state, Optional<Instant> until, String successor, String cause) {
    /** Values that nothing was ever said about count. */
    public static final Life ACTIVE = new Life(State.ACTIVE, Optional.empty(), "", "");

    /** The states, in the order in which values usually pass through them. */
    public enum State {
        /** Known, and not yet accepted: a rollout or a person makes them count. */
        STAGED,
        /** What agrees with them is as it should be. */
        ACTIVE,
        /** Still accepted, and on the way out: a device that has left them does not come back to them unseen. */
        RETIRING,
        /** Known to be bad: what agrees with them is contraindicated. */
        REVOKED;

        /** Lower case, for pages and the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Values that wait for a rollout. */
    public static Life staged(String cause) {
        return new Life(State.STAGED, Optional.empty(), "", cause);
    }

    /** Values that count. */
    public static Life active(String cause) {
        return new Life(State.ACTIVE, Optional.empty(), "", cause);
    }

    /** Values that a version follows, with an end or with one that is not known yet. */
    public static Life retiring(Optional<Instant> until, String successor, String cause) {
        return new Life(State.RETIRING, until, successor, cause);
    }

    /** Values that are known to be bad. */
    public static Life revoked(String cause) {
        return new Life(State.REVOKED, Optional.empty(), "", cause);
    }

    /** Whether what agrees with the values is accepted then. */
    public boolean accepts(Instant time) {
        return switch (state) {
            case ACTIVE -> true;
            case RETIRING -> until.map(time::isBefore).orElse(true);
            case STAGED, REVOKED -> false;
        };
    }

    boolean is(State wanted) {
        return state == wanted;
    }

    /** Whether both mean the same for a device, whoever brought it about. */
    boolean means(Life other) {
        return state == other.state && until.equals(other.until) && successor.equals(other.successor);
    }
}
