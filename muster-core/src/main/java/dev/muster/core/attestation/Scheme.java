package dev.muster.core.attestation;

import java.util.Optional;
import java.util.Set;

/**
 * One kind of evidence: how it is read and verified, and what an agreement with reference values lets a verifier say. A
 * scheme is a small class without state; the desk, the appraiser, the register, the facts and the rollouts know none by
 * name. {@code docs/adding/a-scheme.md} walks through one.
 *
 * <p>A scheme promises: nothing in a {@link Statement} was read before it was verified, but what is needed to find the
 * key; {@link Statement#proof()} is what the verification showed, never what the evidence says of itself; the same bytes
 * and keys give the same statement, for ever.
 */
public interface Scheme {
    /** Stable name in entries and results, such as {@code linux-slots}: lower case, digits and dashes. */
    String name();

    /** The media types it reads, without parameters and in lower case. */
    Set<String> mediaTypes();

    /**
     * Whether it reads tokens of this profile.
     *
     * @param profile {@code eat_profile} of the token; empty when it states none, or evidence of this kind has none
     */
    boolean speaks(Optional<String> profile);

    /** Verifies, then reads. Never throws for bytes from outside: what cannot be read or believed is a result. */
    EvidenceReading read(byte[] evidence, EvidenceKeys keys);

    /** What may be claimed when the elements of a statement compared so. Says nothing of what was not compared. */
    Conclusion conclude(Statement statement, Compared compared);
}
