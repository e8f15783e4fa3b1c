package dev.muster.format.update.keys;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborWriter;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.CryptoException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The keys that sign a product's updates from one epoch on: {@code { 1: product tstr, 2: epoch uint, 3: needed uint, 4: [+ [
 * name tstr, COSE_Key ]] }}. No draft of SUIT says how keys change; the rules are those of roots of trust in The Update
 * Framework (1.0 §5.3).
 *
 * @param product whose updates; a list for one product is none for another
 * @param epoch from 1, one more with each list
 * @param needed how many different keys must have signed an update, and the next list
 * @param keys each once
 */
public record ReleaseKeyList(String product, long epoch, int needed, List<Key> keys) {
    /** Keys of one list: as many as a product may have. */
    public static final int MOST_KEYS = 16;

    /** Lists that a product can have in its life: a rotation each quarter of a year for sixteen years. */
    public static final long LAST_EPOCH = 64;

    private static final int MOST_PRODUCT_CHARS = 128;
    private static final int MOST_NAME_CHARS = 128;

    private static final long PRODUCT = 1;
    private static final long EPOCH = 2;
    private static final long NEEDED = 3;
    private static final long KEYS = 4;

    /**
     * A key of the list.
     *
     * @param name whose it is, for people
     */
    public record Key(String name, CoseKey key) {
        /** SHA-256 thumbprint (RFC 9679), hexadecimal. */
        public String thumbprint() {
            return HexFormat.of().formatHex(key.thumbprint());
        }
    }

    /** @throws IllegalArgumentException for a list that no device could live with */
    public ReleaseKeyList {
        keys = List.copyOf(keys);
        require(!product.isBlank() && product.length() <= MOST_PRODUCT_CHARS, "a product has a name");
        require(epoch >= 1 && epoch <= LAST_EPOCH, "epochs go from 1 to " + LAST_EPOCH);
        require(!keys.isEmpty() && keys.size() <= MOST_KEYS, "a list has 1 to " + MOST_KEYS + " keys");
        require(needed >= 1 && needed <= keys.size(), "of " + keys.size() + " keys " + needed + " cannot be needed");
        Set<String> thumbprints = new HashSet<>();
        for (Key key : keys) {
            require(!key.name().isBlank() && key.name().length() <= MOST_NAME_CHARS, "a key has somebody's name");
            require(thumbprints.add(key.thumbprint()), "a key that is listed twice would count twice");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Deterministic (RFC 8949 §4.2). */
    public byte[] encode() {
        CborWriter out = CborWriter.create();
        out.map(4).integer(PRODUCT).text(product).integer(EPOCH).integer(epoch);
        out.integer(NEEDED).integer(needed).integer(KEYS).array(keys.size());
        keys.forEach(key -> out.array(2).text(key.name()).item(key.key().map()));
        return out.toByteArray();
    }

    /** @throws KeyListException when the bytes are not such a list; unknown members are skipped */
    public static ReleaseKeyList parse(byte[] bytes) {
        try {
            CborMap map =
                    Cbor.parse(bytes, CborProfile.STRICT, CborLimits.DEFAULT).asMap();
            List<Key> keys = new ArrayList<>();
            CborArray listed = map.require(KEYS).asArray();
            for (Cbor each : listed) {
                CborArray pair = each.asArray().ofSize(2);
                keys.add(key(pair.get(0).asText(), pair.get(1)));
            }
            return new ReleaseKeyList(
                    map.require(PRODUCT).asText(),
                    map.require(EPOCH).asLong(),
                    map.require(NEEDED).asInt(),
                    keys);
        } catch (KeyListException e) {
            throw e;
        } catch (MalformedException e) {
            throw new KeyListException(e);
        } catch (IllegalArgumentException e) {
            throw new KeyListException(String.valueOf(e.getMessage()), "/", -1);
        }
    }

    /** Only what a public key needs is kept: a secret that somebody left in goes no further. */
    private static Key key(String name, Cbor item) {
        try {
            VerificationKey open = new CoseKey(item.asMap()).verificationKey();
            return new Key(name, CoseKey.of(open));
        } catch (CryptoException e) {
            throw new KeyListException(String.valueOf(e.getMessage()), "/4", item.offset());
        }
    }
}
