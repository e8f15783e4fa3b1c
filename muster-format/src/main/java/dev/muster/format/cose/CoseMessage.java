package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborTag;
import java.util.Optional;

/** Any of the six messages of RFC 9052. */
public sealed interface CoseMessage permits CoseSign1, CoseSign, CoseMac0, CoseMac, CoseEncrypt0, CoseEncrypt {
    /** The outer headers. */
    CoseHeaders headers();

    /** The message, tagged, with the protected bytes as received. */
    byte[] encode();

    /** Parses a tagged message: the tag says which one it is. */
    static CoseMessage parse(byte[] bytes, CoseProfile profile) {
        return read(Cbor.parse(bytes, profile.cbor(), CborLimits.DEFAULT), profile);
    }

    /**
     * Reads a message without its tag, which is legal where the context says which one it is (RFC 9052 §2). Its form says
     * most; between two messages of one form the algorithms decide.
     *
     * @return empty when no message has this form
     */
    static Optional<CoseMessage> untagged(Cbor item, CoseProfile profile) {
        return UntaggedMessage.tag(item).map(tag -> switch (tag.intValue()) {
            case (int) CoseSign1.TAG -> CoseSign1.read(item, profile);
            case (int) CoseSign.TAG -> CoseSign.read(item, profile);
            case (int) CoseMac0.TAG -> CoseMac0.read(item, profile);
            case (int) CoseMac.TAG -> CoseMac.read(item, profile);
            case (int) CoseEncrypt0.TAG -> CoseEncrypt0.read(item, profile);
            default -> CoseEncrypt.read(item, profile);
        });
    }

    /** Reads a tagged message. */
    static CoseMessage read(Cbor item, CoseProfile profile) {
        CborTag tag = item.asTag();
        return switch ((int) Math.min(tag.tag(), Integer.MAX_VALUE)) {
            case (int) CoseSign1.TAG -> CoseSign1.read(tag, profile);
            case (int) CoseSign.TAG -> CoseSign.read(tag, profile);
            case (int) CoseMac0.TAG -> CoseMac0.read(tag, profile);
            case (int) CoseMac.TAG -> CoseMac.read(tag, profile);
            case (int) CoseEncrypt0.TAG -> CoseEncrypt0.read(tag, profile);
            case (int) CoseEncrypt.TAG -> CoseEncrypt.read(tag, profile);
            default -> throw new CoseException("tag " + tag.tag() + " is not a COSE message", "/", tag.offset());
        };
    }
}
