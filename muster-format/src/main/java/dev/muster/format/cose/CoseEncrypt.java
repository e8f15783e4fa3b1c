package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborWriter;
import java.util.List;
import java.util.Optional;

/**
 * COSE_Encrypt: encrypted under a key that recipients find for themselves (RFC 9052 §5.1).
 *
 * @param ciphertext with the tag at its end; empty when it travels separately
 */
public record CoseEncrypt(CoseHeaders headers, Optional<byte[]> ciphertext, List<Recipient> recipients)
        implements CoseMessage {
    /** The CBOR tag. */
    public static final long TAG = 96;

    /** Parses a message, tagged or not. */
    public static CoseEncrypt parse(byte[] bytes, CoseProfile profile) {
        return read(Cbor.parse(bytes, profile.cbor(), CborLimits.DEFAULT), profile);
    }

    /** Reads a message from an item, tagged or not. */
    public static CoseEncrypt read(Cbor item, CoseProfile profile) {
        CborArray array = (item instanceof CborTag tag ? tag.content(TAG) : item)
                .asArray()
                .ofSize(4);
        return new CoseEncrypt(
                CoseHeaders.read(array, profile),
                CoseStructure.content(array.get(2)),
                Recipient.list(array.get(3), profile));
    }

    /** The message, tagged, with the protected bytes as received. */
    @Override
    public byte[] encode() {
        CborWriter out = CborWriter.create().tag(TAG).array(4);
        out.bytes(headers.protectedBytes()).item(headers.unprotected());
        ciphertext.ifPresentOrElse(out::bytes, out::nil);
        Recipient.write(recipients, out);
        return out.toByteArray();
    }
}
