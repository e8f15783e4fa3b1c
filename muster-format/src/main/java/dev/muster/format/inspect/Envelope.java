package dev.muster.format.inspect;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborBytes;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cose.UntaggedMessage;
import java.util.Optional;

/**
 * A COSE message as recognisers see it: tag, headers and payload, opened leniently.
 *
 * @param tag of the COSE message; of one that left it away, the tag that its form tells
 * @param headers protected headers; empty when they cannot be read
 * @param payload the item inside the payload; empty when detached, encrypted or not CBOR
 */
record Envelope(long tag, CborMap headers, CborMap unprotected, Optional<Cbor> payload) {
    private static final long CWT = 61;

    static Optional<Envelope> of(Cbor item) {
        Cbor inner = item;
        if (inner instanceof CborTag t && t.tag() == CWT) {
            inner = t.content();
        }
        long tag;
        if (inner instanceof CborTag t) {
            tag = t.tag();
            inner = t.content();
            if (tag != 16 && tag != 17 && tag != 18 && tag != 96 && tag != 97 && tag != 98) {
                return Optional.empty();
            }
        } else {
            Optional<Long> form = UntaggedMessage.tag(inner);
            if (form.isEmpty()) {
                return Optional.empty();
            }
            tag = form.get();
        }
        if (!(inner instanceof CborArray parts)
                || parts.size() < 3
                || !(parts.get(0) instanceof CborBytes headers)
                || !(parts.get(1) instanceof CborMap unprotected)) {
            return Optional.empty();
        }
        boolean readable = tag == 17 || tag == 18 || tag == 97 || tag == 98;
        Optional<Cbor> payload = readable ? open(parts.get(2)) : Optional.empty();
        CborMap map =
                open(headers).filter(CborMap.class::isInstance).map(Cbor::asMap).orElse(CborMap.EMPTY);
        return Optional.of(new Envelope(tag, map, unprotected, payload));
    }

    /** The item inside a byte string, when there is exactly one. */
    static Optional<Cbor> open(Cbor bytes) {
        if (!(bytes instanceof CborBytes content)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Cbor.parse(content.asBytes(), CborProfile.WELL_FORMED, CborLimits.DEFAULT));
        } catch (CborException notCbor) {
            return Optional.empty();
        }
    }

    Optional<CborMap> claims() {
        return payload.map(p -> p instanceof CborTag t ? t.content() : p)
                .filter(CborMap.class::isInstance)
                .map(Cbor::asMap);
    }
}
