package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborWriter;
import java.util.Optional;

/**
 * COSE_Mac0: authenticated under a key that both sides have (RFC 9052 §6.2).
 *
 * @param payload the content; empty when it travels separately
 */
public record CoseMac0(CoseHeaders headers, Optional<byte[]> payload, byte[] tag) implements CoseMessage {
    /** The CBOR tag. */
    public static final long TAG = 17;

    /** Parses a message, tagged or not. */
    public static CoseMac0 parse(byte[] bytes, CoseProfile profile) {
        return read(Cbor.parse(bytes, profile.cbor(), CborLimits.DEFAULT), profile);
    }

    /** Reads a message from an item, tagged or not. */
    public static CoseMac0 read(Cbor item, CoseProfile profile) {
        CborArray array = (item instanceof CborTag tag ? tag.content(TAG) : item)
                .asArray()
                .ofSize(4);
        return new CoseMac0(
                CoseHeaders.read(array, profile),
                CoseStructure.content(array.get(2)),
                array.get(3).asBytes());
    }

    /** The message, tagged, with the protected bytes as received. */
    @Override
    public byte[] encode() {
        CborWriter out = CborWriter.create().tag(TAG).array(4);
        out.bytes(headers.protectedBytes()).item(headers.unprotected());
        payload.ifPresentOrElse(out::bytes, out::nil);
        return out.bytes(tag).toByteArray();
    }
}
