package dev.muster.format.attest.eat;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborTag;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token with the claims sets that it names by digest beside it (RFC 9711 §5), tag 602.
 *
 * @param token the encoded, signed token
 * @param detached encoded claims sets by submodule name; believed only after their digests were compared
 */
public record DetachedBundle(byte[] token, Map<String, byte[]> detached) {
    private static final int MAX_DETACHED = 64;

    public DetachedBundle {
        detached = Collections.unmodifiableMap(new LinkedHashMap<>(detached));
    }

    /** @throws EatException when the bytes are not a bundle */
    public static DetachedBundle parse(byte[] bytes) {
        try {
            Cbor item = Cbor.parse(bytes, CborProfile.STRICT, EatReader.LIMITS);
            CborArray pair = (item instanceof CborTag tag ? tag.content(CodePoints.TAG_BUNDLE) : item)
                    .asArray()
                    .ofSize(2);
            Map<String, byte[]> detached = new LinkedHashMap<>();
            CborMap map = pair.get(1).asMap();
            if (map.size() > MAX_DETACHED) {
                throw EatReader.fault(map, "more than " + MAX_DETACHED + " detached claims sets");
            }
            for (CborMap.Entry entry : map.entries()) {
                detached.put(entry.key().asText(), entry.value().asBytes());
            }
            return new DetachedBundle(pair.get(0).asBytes(), detached);
        } catch (CborException fault) {
            throw new EatException(fault.reason(), fault.path(), fault.offset());
        }
    }
}
