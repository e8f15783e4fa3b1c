package dev.muster.core.response;

import dev.muster.core.ledger.Subject;
import java.time.Instant;

/**
 * How a device stands after its latest evidence.
 *
 * @param device the device
 * @param word what the evidence says
 * @param reason why, one sentence
 * @param verdictEntry index of the entry that says so, so that what follows can name its cause
 * @param evidenceAt when the evidence was received
 */
public record Standing(Subject device, Word word, String reason, long verdictEntry, Instant evidenceAt) {

    /** What evidence can say that is answered. */
    public enum Word {
        /** It contradicts the reference values. */
        CONTRADICTED,
        /** It is of a device that exists twice: what one of them shows says nothing of the other. */
        DOUBLED,
        /** It affirms the device. */
        AFFIRMED
    }
}
