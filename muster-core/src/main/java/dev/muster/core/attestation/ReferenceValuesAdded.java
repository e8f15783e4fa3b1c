package dev.muster.core.attestation;

import dev.muster.core.ledger.EntryType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A maker's signed manifest was accepted. Subject: {@code reference/<digest>}.
 *
 * @param maker whose key signed it
 * @param digest SHA-256 of the signed manifest, hexadecimal
 * @param corim the signed manifest as received
 * @param corimId its identity
 * @param releases what it describes
 * @param tolerated what was accepted although the draft no longer allows it
 * @param referenceSet id of the organisation's reference set with this manifest
 */
@EntryType("attestation.references-added")
public record ReferenceValuesAdded(
        String maker,
        String digest,
        byte[] corim,
        String corimId,
        List<Release> releases,
        List<String> tolerated,
        String referenceSet)
        implements AttestationEvent {
    /** One reference triple in words: a model, and the version and digest of a slot, empty when it states none. */
    public record Release(String model, String version, String slotDigest) {}

    public ReferenceValuesAdded {
        releases = List.copyOf(releases);
        tolerated = List.copyOf(tolerated);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReferenceValuesAdded that
                && maker.equals(that.maker)
                && digest.equals(that.digest)
                && Arrays.equals(corim, that.corim)
                && corimId.equals(that.corimId)
                && releases.equals(that.releases)
                && tolerated.equals(that.tolerated)
                && referenceSet.equals(that.referenceSet);
    }

    @Override
    public int hashCode() {
        return Objects.hash(digest, referenceSet);
    }
}
