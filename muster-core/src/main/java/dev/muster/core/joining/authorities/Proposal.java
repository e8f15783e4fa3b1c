package dev.muster.core.joining.authorities;

import dev.muster.core.ledger.Subject;
import java.time.Instant;

/**
 * A step that waits for another person's word.
 *
 * @param id a UUID
 * @param argument as in {@link Step}
 * @param by who asked for it
 */
public record Proposal(String id, Step step, String argument, String reason, String by, Instant at) {
    /** Subject kind of its entries. */
    public static final String KIND = "authority-step";

    public Subject subject() {
        return new Subject(KIND, id);
    }
}
