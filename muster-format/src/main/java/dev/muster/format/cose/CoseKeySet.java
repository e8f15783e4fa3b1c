package dev.muster.format.cose;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborBytes;
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

    /**
     * The key with this identifier, or with this thumbprint when none is named so. A key that cannot be read hides none of
     * the others.
     */
    public Optional<CoseKey> find(byte[] kid) {
        Optional<CoseKey> named = keys.stream().filter(key -> isNamed(key, kid)).findFirst();
        return named.or(
                () -> keys.stream().filter(key -> hasThumbprint(key, kid)).findFirst());
    }

    private static boolean isNamed(CoseKey key, byte[] kid) {
        return key.map()
                .get(CoseKey.KID)
                .filter(own -> own instanceof CborBytes && Arrays.equals(own.asBytes(), kid))
                .isPresent();
    }

    private static boolean hasThumbprint(CoseKey key, byte[] kid) {
        try {
            return Arrays.equals(key.thumbprint(), kid);
        } catch (MalformedException unreadable) {
            return false;
        }
    }
}
