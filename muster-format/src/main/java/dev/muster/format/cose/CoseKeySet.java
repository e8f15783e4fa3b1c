package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * COSE_KeySet (RFC 9052 §7). Keys that cannot be read are passed over, as the RFC asks: one bad or new key must not
 * take the others away.
 */
public record CoseKeySet(List<CoseKey> keys) {
    /** Most keys in a set. */
    private static final int MOST_KEYS = 1000;

    public CoseKeySet {
        keys = List.copyOf(keys);
    }

    /** Parses a set. */
    public static CoseKeySet parse(byte[] bytes, CoseProfile profile) {
        CborArray array = Cbor.parse(bytes, profile.cbor(), CborLimits.DEFAULT).asArray();
        if (array.size() == 0 || array.size() > MOST_KEYS) {
            throw new CoseException("set of " + array.size() + " keys", "/", 0);
        }
        List<CoseKey> keys = new ArrayList<>(array.size());
        for (Cbor each : array) {
            if (each instanceof CborMap map && map.has(CoseKey.KTY)) {
                keys.add(new CoseKey(map));
            }
        }
        return new CoseKeySet(keys);
    }

    /** The set as bytes. */
    public byte[] encode() {
        return Cbor.array(keys.stream().map(CoseKey::map).toList()).encoded();
    }

    /** The key with this identifier, or with this thumbprint when none is named so. */
    public Optional<CoseKey> find(byte[] kid) {
        return keys.stream()
                .filter(key -> key.kid().filter(own -> Arrays.equals(own, kid)).isPresent())
                .findFirst()
                .or(() -> keys.stream()
                        .filter(key -> Arrays.equals(key.thumbprint(), kid))
                        .findFirst());
    }
}
