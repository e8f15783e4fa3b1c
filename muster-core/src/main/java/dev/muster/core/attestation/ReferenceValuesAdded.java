package dev.muster.core.attestation;

import dev.muster.core.ledger.EntryType;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.cose.CoseKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
 * @param signer COSE_Key of who signed it; absent in old entries
 */
@EntryType("attestation.references-added")
public record ReferenceValuesAdded(
        String maker,
        String digest,
        byte[] corim,
        String corimId,
        List<Release> releases,
        List<String> tolerated,
        String referenceSet,
        Optional<byte[]> signer)
        implements AttestationEvent {
    /** One reference triple in words: a model, and the version and digest of a slot, empty when it states none. */
    public record Release(String model, String version, String slotDigest) {}

    public ReferenceValuesAdded {
        releases = List.copyOf(releases);
        tolerated = List.copyOf(tolerated);
    }

    /** The manifest as a reference set is compiled with it. */
    public ReferenceSet.Document document() {
        return document(maker, digest, corim, signer);
    }

    /** The same of what a register keeps. */
    public static ReferenceSet.Document document(String maker, String digest, byte[] corim, Optional<byte[]> signer) {
        return ReferenceSet.Document.of(
                maker,
                digest,
                SignedCorim.parse(corim),
                signer.map(key ->
                        TypedBytes.key(CoseKey.parse(key).verificationKey().key())));
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
                && referenceSet.equals(that.referenceSet)
                && signer.map(ByteBuffer::wrap).equals(that.signer.map(ByteBuffer::wrap));
    }

    @Override
    public int hashCode() {
        return Objects.hash(digest, referenceSet);
    }
}
