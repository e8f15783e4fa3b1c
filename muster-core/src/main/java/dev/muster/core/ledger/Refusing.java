package dev.muster.core.ledger;

/**
 * An answer of a desk that says no: the request was understood, and nothing of what it asked was done. The desk that
 * refuses says of which kind the refusal is; an edge maps kinds to its protocol's answers, once, and never codes.
 */
public interface Refusing {
    /** What it means for whoever asked. */
    enum Kind {
        /** What the request names is not there; asking for something else may work. */
        ABSENT,
        /** What is there already stands against it; it may work when that has changed. */
        CONFLICT,
        /** The request cannot be a good one at any time: a value has no such shape or lies outside of its range. */
        INVALID,
        /** The thing that was brought was read, and is not taken: its signature, its content or its maker is not right. */
        UNACCEPTABLE,
        /** Whoever asks is known and may not. */
        FORBIDDEN,
        /** Whoever asks has not proved enough; better credentials may help. */
        UNPROVEN,
        /** Not now, and for no fault of the request: the same again in a moment may work. */
        BUSY
    }

    Kind kind();

    /** Stable, kebab-case; people and programs look for it. */
    String reason();

    /** One sentence for people. */
    String detail();
}
