package dev.muster.core.attestation;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;
import java.util.Optional;

/**
 * The reference values of one tag live otherwise from here on. Subject: {@code reference/<digest>}.
 *
 * @param maker who signed them
 * @param digest SHA-256 of the signed manifest, hexadecimal
 * @param tag identity of the CoMID in it
 * @param until when retiring values end; empty while nobody knows
 * @param successor version that follows, empty when there is none
 * @param cause the rollout, or the reason of the person who asked
 * @param referenceSet id of the organisation's reference set with this change
 */
@EntryType("attestation.reference-life-changed")
public record ReferenceLifeChanged(
        String maker,
        String digest,
        String tag,
        Life.State state,
        Optional<Instant> until,
        String successor,
        String cause,
        String referenceSet)
        implements AttestationEvent {
    /** The change that a reference set is compiled with. */
    public LifeChange change() {
        return new LifeChange(digest, tag, new Life(state, until, successor, cause));
    }
}
