package dev.muster.core.ledger;

/** How we know a {@link Fact}, strongest first, so that the weakest of several is the one declared last. */
public enum Grade {
    /** Signed by the device and appraised. */
    ATTESTED,
    /** The server saw it itself. */
    OBSERVED,
    /** The agent said so, unsigned. */
    REPORTED,
    /** A maker or a laboratory signed it. */
    CLAIMED,
    /** A workflow in Muster recorded it. */
    RECORDED,
    /** A file that somebody uploaded says so. */
    DOCUMENTED;

    /** The weaker of two: what a conclusion that rests on both can claim. */
    public Grade weakest(Grade other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** Whether a device proved it or said it, or the server saw it: nobody's word but a device's. */
    public boolean live() {
        return atLeast(REPORTED);
    }

    /** Whether this is as strong as {@code other} or stronger. */
    public boolean atLeast(Grade other) {
        return compareTo(other) <= 0;
    }
}
