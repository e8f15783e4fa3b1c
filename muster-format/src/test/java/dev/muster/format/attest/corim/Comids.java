package dev.muster.format.attest.corim;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborType;

/** Reads a concise-mid-tag on its own, as collections of examples have them; devices and makers send manifests. */
public final class Comids {
    private Comids() {}

    /** With or without its tag 506. */
    public static Comid parse(byte[] bytes) {
        try {
            Cbor item = Cbor.parse(bytes);
            byte[] content = item.type() == CborType.TAG
                    ? item.asTag().content(CodePoints.TAG_COMID).asBytes()
                    : bytes;
            return new ComidReader(remark -> {}, false).read(content);
        } catch (CborException fault) {
            throw new CorimException(fault.reason(), fault.path(), fault.offset());
        }
    }
}
