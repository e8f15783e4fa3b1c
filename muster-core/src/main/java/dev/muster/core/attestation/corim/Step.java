package dev.muster.core.attestation.corim;

/**
 * What became of one relation.
 *
 * @param source where it comes from
 * @param outcome what happened
 * @param detail why, or what was added; in words
 */
public record Step(Source source, Outcome outcome, String detail) {
    public enum Outcome {
        /** Its conditions are met: its claims were added. */
        MATCHED,
        /** A condition is not met: something differs. */
        DIFFERS,
        /** Nothing was seen to differ, and something could not be compared or is not there. */
        NOT_COMPARED,
        /** It contradicts itself or others, so it counts for nothing. */
        DISCARDED
    }
}
