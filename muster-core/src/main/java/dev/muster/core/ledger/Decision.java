package dev.muster.core.ledger;

import java.util.List;

/**
 * What every desk returns: the answer for the caller, and the entries that make it true. Refusals are answers too, and
 * may leave entries.
 *
 * @param answer for the door; usually a sealed result with stable reason codes
 * @param drafts appended in this order, in one transaction with the registers; may be empty
 */
public record Decision<A>(A answer, List<Draft> drafts) {
    public Decision {
        drafts = List.copyOf(drafts);
    }

    /** An answer that leaves the entries {@code drafts}. */
    public static <A> Decision<A> of(A answer, Draft... drafts) {
        return new Decision<>(answer, List.of(drafts));
    }

    /** An answer that leaves the entries {@code drafts}. */
    public static <A> Decision<A> of(A answer, List<Draft> drafts) {
        return new Decision<>(answer, drafts);
    }
}
