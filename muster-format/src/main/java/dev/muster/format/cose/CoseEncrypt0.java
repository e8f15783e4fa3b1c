package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborWriter;
import java.util.Optional;

/**
 * COSE_Encrypt0: encrypted under a key that both sides have (RFC 9052 §5.2).
 *
 * @param ciphertext with the tag at its end; empty when it travels separately
 */
public record CoseEncrypt0(CoseHeaders headers, Optional<byte[]> ciphertext) implements CoseMessage {
    /** The CBOR tag. */
    public static final long TAG = 16;

    /** Parses a message, tagged or not. */
    public static CoseEncrypt0 parse(byte[] bytes, CoseProfile profile) {
        return read(Cbor.parse(bytes, profile.cbor(), CborLimits.DEFAULT), profile);
    }

    /** Reads a message from an item, tagged or not. */
    public static CoseEncrypt0 read(Cbor item, CoseProfile profile) {
        CborArray array = (item instanceof CborTag tag ? tag.content(TAG) : item)
                .asArray()
                .ofSize(3);
        return new CoseEncrypt0(CoseHeaders.read(array, profile), CoseStructure.content(array.get(2)));
    }

    /** The message, tagged, with the protected bytes as received. */
    @Override
    public byte[] encode() {
        CborWriter out = CborWriter.create().tag(TAG).array(3);
        out.bytes(headers.protectedBytes()).item(headers.unprotected());
        ciphertext.ifPresentOrElse(out::bytes, out::nil);
        return out.toByteArray();
    }
}
