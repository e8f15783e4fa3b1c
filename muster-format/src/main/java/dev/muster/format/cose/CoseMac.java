package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborWriter;
import java.util.List;
import java.util.Optional;

/**
 * COSE_Mac: authenticated under a key that recipients find for themselves (RFC 9052 §6.1).
 *
 * @param payload the content; empty when it travels separately
 */
public record CoseMac(CoseHeaders headers, Optional<byte[]> payload, byte[] tag, List<Recipient> recipients)
        implements CoseMessage {
    /** The CBOR tag. */
    public static final long TAG = 97;

    /** Parses a message, tagged or not. */
    public static CoseMac parse(byte[] bytes, CoseProfile profile) {
        return read(Cbor.parse(bytes, profile.cbor(), CborLimits.DEFAULT), profile);
    }

    /** Reads a message from an item, tagged or not. */
    public static CoseMac read(Cbor item, CoseProfile profile) {
        CborArray array = (item instanceof CborTag tag ? tag.content(TAG) : item)
                .asArray()
                .ofSize(5);
        return new CoseMac(
                CoseHeaders.read(array, profile),
                CoseStructure.content(array.get(2)),
                array.get(3).asBytes(),
                Recipient.list(array.get(4), profile));
    }

    /** The message, tagged, with the protected bytes as received. */
    @Override
    public byte[] encode() {
        CborWriter out = CborWriter.create().tag(TAG).array(5);
        out.bytes(headers.protectedBytes()).item(headers.unprotected());
        payload.ifPresentOrElse(out::bytes, out::nil);
        out.bytes(tag);
        Recipient.write(recipients, out);
        return out.toByteArray();
    }
}
