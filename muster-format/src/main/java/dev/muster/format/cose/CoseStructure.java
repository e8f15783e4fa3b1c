package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cbor.CborWriter;
import java.util.List;
import java.util.Optional;

/** The arrays that are signed, authenticated or bound, but never sent (RFC 9052 §4.4, §5.3, §6.3; RFC 9338 §3.3). */
final class CoseStructure {
    private CoseStructure() {}

    /** A payload or ciphertext: bytes, or null when detached. */
    static Optional<byte[]> content(Cbor item) {
        return item.isNull() ? Optional.empty() : Optional.of(item.asBytes());
    }

    /** The protected header of a signer that has no other parameters. */
    static CoseHeaders headers(CoseSigner signer) {
        CborMapBuilder map = Cbor.map().put(HeaderLabel.ALG, signer.algorithm().id());
        signer.kid().ifPresent(kid -> map.put(HeaderLabel.KID, kid));
        return CoseHeaders.of(map.build(), CborMap.EMPTY);
    }

    /** Sig_structure of COSE_Sign1. */
    static byte[] sign1(CoseHeaders headers, byte[] externalAad, byte[] payload) {
        byte[] body = headers.forStructure();
        return start(4, "Signature1", body.length + externalAad.length + payload.length)
                .bytes(body)
                .bytes(externalAad)
                .bytes(payload)
                .toByteArray();
    }

    /** Sig_structure of COSE_Sign. */
    static byte[] signature(CoseHeaders body, CoseHeaders signer, byte[] externalAad, byte[] payload) {
        return start(5, "Signature", payload.length)
                .bytes(body.forStructure())
                .bytes(signer.forStructure())
                .bytes(externalAad)
                .bytes(payload)
                .toByteArray();
    }

    /** MAC_structure. */
    static byte[] mac(String context, CoseHeaders headers, byte[] externalAad, byte[] payload) {
        return start(4, context, payload.length)
                .bytes(headers.forStructure())
                .bytes(externalAad)
                .bytes(payload)
                .toByteArray();
    }

    /** Enc_structure. */
    static byte[] encryption(String context, CoseHeaders headers, byte[] externalAad) {
        return start(3, context, 0)
                .bytes(headers.forStructure())
                .bytes(externalAad)
                .toByteArray();
    }

    /**
     * Countersign_structure (RFC 9338 §3.3).
     *
     * @param signer headers of a full countersignature, empty for an abbreviated one
     * @param other byte strings of the target after its first two
     */
    static byte[] countersignature(
            CoseHeaders target, Optional<CoseHeaders> signer, byte[] externalAad, byte[] content, List<byte[]> other) {
        String context =
                (signer.isPresent() ? "CounterSignature" : "CounterSignature0") + (other.isEmpty() ? "" : "V2");
        CborWriter out = start(4 + (signer.isPresent() ? 1 : 0) + (other.isEmpty() ? 0 : 1), context, content.length)
                .bytes(target.forStructure());
        signer.ifPresent(headers -> out.bytes(headers.forStructure()));
        out.bytes(externalAad).bytes(content);
        if (!other.isEmpty()) {
            out.array(other.size());
            other.forEach(out::bytes);
        }
        return out.toByteArray();
    }

    private static CborWriter start(int items, String context, int size) {
        return CborWriter.withCapacity(size + 64).array(items).text(context);
    }
}
