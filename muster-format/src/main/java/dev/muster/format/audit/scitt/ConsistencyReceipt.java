package dev.muster.format.audit.scitt;

import dev.muster.format.audit.merkle.ConsistencyProof;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.VerificationKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A signed promise that a tree grew out of an older one (RFC 9942 §5.3). The signed payload is the newer root.
 *
 * @param bytes as received
 * @param message the COSE_Sign1 with a detached payload
 * @param proof sizes and path
 */
public record ConsistencyReceipt(byte[] bytes, CoseSign1 message, ConsistencyProof proof) {
    /**
     * Reads a receipt.
     *
     * @throws dev.muster.format.MalformedException when the bytes are none
     */
    public static ConsistencyReceipt parse(byte[] bytes) {
        CoseSign1 message = Receipt.message(bytes);
        CborArray proof = Receipt.proof(message, CodePoints.CONSISTENCY).ofSize(3);
        return new ConsistencyReceipt(
                bytes.clone(),
                message,
                new ConsistencyProof(
                        Receipt.size(proof.get(0)), Receipt.size(proof.get(1)), Receipt.path(proof.get(2))));
    }

    /** Whether both hold: the signature over the newer root, and the path from the older root to it. One answer. */
    public boolean verify(byte[] oldRoot, byte[] newRoot, VerificationKey key) {
        return Receipt.signature(message, key, newRoot).valid() && proof.verify(oldRoot, newRoot);
    }

    /**
     * Signs a receipt.
     *
     * @throws IllegalArgumentException for an empty path, which the format cannot carry
     */
    public static ConsistencyReceipt sign(ConsistencyProof proof, byte[] newRoot, String issuer, CoseSigner signer) {
        if (proof.path().isEmpty()) {
            throw new IllegalArgumentException("a consistency receipt needs two different sizes above zero");
        }
        List<Cbor> path = new ArrayList<>();
        proof.path().forEach(hash -> path.add(Cbor.of(hash)));
        Cbor encoded = Cbor.array(List.of(Cbor.of(proof.oldSize()), Cbor.of(proof.newSize()), Cbor.array(path)));
        CoseSign1 message =
                Receipt.signed(CodePoints.CONSISTENCY, encoded.encoded(), newRoot, issuer, Optional.empty(), signer);
        return new ConsistencyReceipt(message.encode(), message, proof);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConsistencyReceipt that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
