package dev.muster.format.devices.orders;

import java.util.Optional;

/** How an order ended, with its code point on the wire. */
public enum OrderOutcome {
    /** The device did it. For INSTALL and ROLL_BACK: what is active now is shown by its next evidence, not by this word. */
    DONE(1),
    /** The device understood and will not: a check failed, the kind is unknown. The reason code says which. */
    REFUSED(2),
    /** The device tried and could not. */
    FAILED(3),
    /** Nobody acted in time. Also written by the server when it gives up on an order. */
    EXPIRED(4),
    /** The server no longer wants it. Never sent by a device. */
    WITHDRAWN(5);

    private final int code;

    OrderOutcome(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The outcome of a code point, or empty for one that this version does not know. */
    public static Optional<OrderOutcome> ofCode(long code) {
        for (OrderOutcome outcome : values()) {
            if (outcome.code == code) {
                return Optional.of(outcome);
            }
        }
        return Optional.empty();
    }
}
