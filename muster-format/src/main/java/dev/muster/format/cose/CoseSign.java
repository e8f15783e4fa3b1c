package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * COSE_Sign: several signers of one payload (RFC 9052 §4.1). Each signature is checked by itself; which of them must
 * hold is the caller's rule, never "any".
 *
 * @param payload the signed content; empty when it travels separately
 */
public record CoseSign(CoseHeaders headers, Optional<byte[]> payload, List<Signature> signatures)
        implements CoseMessage {
    /** The CBOR tag. */
    public static final long TAG = 98;

    /** Most signatures on one message: each is a public-key operation. */
    private static final int MOST_SIGNATURES = 64;

    /** COSE_Signature: one signer's headers and signature. */
    public record Signature(CoseHeaders headers, byte[] signature) {
        static Signature read(CborArray array, CoseProfile profile) {
            array.ofSize(3);
            return new Signature(CoseHeaders.read(array, profile), array.get(2).asBytes());
        }

        void write(CborWriter out) {
            out.array(3)
                    .bytes(headers.protectedBytes())
                    .item(headers.unprotected())
                    .bytes(signature);
        }
    }

    /** Parses a message, tagged or not. */
    public static CoseSign parse(byte[] bytes, CoseProfile profile) {
        return read(Cbor.parse(bytes, profile.cbor(), CborLimits.DEFAULT), profile);
    }

    /** Reads a message from an item, tagged or not. */
    public static CoseSign read(Cbor item, CoseProfile profile) {
        CborArray array = (item instanceof CborTag tag ? tag.content(TAG) : item)
                .asArray()
                .ofSize(4);
        CborArray signatures = array.get(3).asArray();
        if (signatures.size() == 0 || signatures.size() > MOST_SIGNATURES) {
            throw new CoseException(signatures.size() + " signatures", "/[3]", signatures.offset());
        }
        List<Signature> found = new ArrayList<>(signatures.size());
        for (Cbor each : signatures) {
            found.add(Signature.read(each.asArray(), profile));
        }
        return new CoseSign(CoseHeaders.read(array, profile), CoseStructure.content(array.get(2)), List.copyOf(found));
    }

    /** Signs a payload with several signers; each puts its {@code alg} and {@code kid} into its protected header. */
    public static CoseSign sign(CoseHeaders headers, byte[] payload, byte[] externalAad, List<CoseSigner> signers) {
        List<Signature> signatures = new ArrayList<>();
        for (CoseSigner signer : signers) {
            CoseHeaders own = CoseStructure.headers(signer);
            byte[] signed = CoseStructure.signature(headers, own, externalAad, payload);
            signatures.add(new Signature(own, signer.sign(signed)));
        }
        return new CoseSign(headers, Optional.of(payload), List.copyOf(signatures));
    }

    /** The message, tagged, with the protected bytes as received. */
    @Override
    public byte[] encode() {
        CborWriter out = CborWriter.create().tag(TAG).array(4);
        out.bytes(headers.protectedBytes()).item(headers.unprotected());
        payload.ifPresentOrElse(out::bytes, out::nil);
        out.array(signatures.size());
        signatures.forEach(signature -> signature.write(out));
        return out.toByteArray();
    }
}
