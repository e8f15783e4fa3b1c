package dev.muster.format.devices.maintenance;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.devices.orders.Strength;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a device says that it destroyed, signed by the key of its certificate: the last key there is. The device destroys that
 * one too, once the server has the proof. It is the word of the device's software about its file systems: blocks that a flash
 * chip or a journal put elsewhere before are beyond what it can say.
 *
 * @param custody id of the custody record that ordered it
 * @param device the device's id
 * @param begunAt by the device's clock; whole seconds on the wire
 * @param endedAt the same; it has looked again at every place then
 * @param places what was destroyed, keys first; at most {@value #MAX_PLACES}
 * @param left what stays, each with its reason; at most {@value #MAX_LEFT}
 * @param strength how firm anything done on this device is: on a simulated one nothing was destroyed but files of a test
 */
public record WipeProof(
        String custody,
        String device,
        Instant begunAt,
        Instant endedAt,
        List<Place> places,
        List<String> left,
        Strength strength) {
    public static final String MEDIA_TYPE = "application/vnd.muster.wipe-proof+cose";

    /** The agent's own places and those that the maker names for workloads. */
    public static final int MAX_PLACES = 64;

    /** Factory identity, software, rollback counter: a handful. */
    public static final int MAX_LEFT = 16;

    /** Places and what is left at their longest, and the frame. */
    public static final int MAX_BYTES = 64 * 1024;

    /** A path. */
    public static final int MAX_WHAT_CHARS = 256;

    // proof = { 1: custody, 2: device, 3: begun, 4: ended, 5: [place], 6: [left tstr], 7: strength tstr }
    private static final long CUSTODY = 1;
    private static final long DEVICE = 2;
    private static final long BEGUN = 3;
    private static final long ENDED = 4;
    private static final long PLACES = 5;
    private static final long LEFT = 6;
    private static final long STRENGTH = 7;

    // place = { 1: kind uint, 2: what tstr, 3: method uint, 4: files uint, 5: bytes uint, 6: remaining uint }
    private static final long KIND = 1;
    private static final long WHAT = 2;
    private static final long METHOD = 3;
    private static final long FILES = 4;
    private static final long SIZE = 5;
    private static final long REMAINING = 6;

    /** What lies at a place, with its code point. */
    public enum Kind {
        KEYS(1),
        DATA(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** Lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How it was destroyed, with its code point. */
    public enum Method {
        /** Every file written over with zeros in its place, flushed, and removed. */
        OVERWRITTEN(1);

        private final int code;

        Method(int code) {
            this.code = code;
        }

        /** Lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One place.
     *
     * @param what its name on the device, such as {@code identity}
     * @param files that were there when the wipe began
     * @param size their bytes
     * @param remaining files that are still there afterwards: not 0 when the device could not destroy them
     */
    public record Place(Kind kind, String what, Method method, long files, long size, long remaining) {
        public Place {
            if (files < 0 || size < 0 || remaining < 0) {
                throw new IllegalArgumentException("less than no files");
            }
        }
    }

    public WipeProof {
        if (!Grant.isSession(custody)) {
            throw new IllegalArgumentException("not the id of a record");
        }
        places = List.copyOf(places);
        left = List.copyOf(left);
        if (places.size() > MAX_PLACES || left.size() > MAX_LEFT) {
            throw new IllegalArgumentException("at most " + MAX_PLACES + " places, " + MAX_LEFT + " left");
        }
    }

    /** Whether nothing is where something was to be destroyed. A proof that names no place proves nothing. */
    public boolean complete() {
        return !places.isEmpty() && places.stream().allMatch(place -> place.remaining() == 0);
    }

    /** Signs it with the device's key; tagged 18. */
    public byte[] sign(CoseSigner device) {
        return Sealed.sign(encode(), MEDIA_TYPE, device);
    }

    /** @throws MaintenanceException when the bytes are not a proof; nothing is verified */
    public static WipeProof parse(byte[] bytes) {
        return Sealed.read(bytes, MAX_BYTES, MEDIA_TYPE, WipeProof::read);
    }

    /** Whether this key signed these bytes, as a proof. */
    public static Verdict verify(byte[] bytes, VerificationKey key) {
        return Sealed.verify(bytes, MEDIA_TYPE, key);
    }

    private byte[] encode() {
        List<Cbor> items = new ArrayList<>();
        for (Place place : places) {
            items.add(Cbor.map()
                    .put(KIND, place.kind().code)
                    .put(WHAT, place.what())
                    .put(METHOD, place.method().code)
                    .put(FILES, place.files())
                    .put(SIZE, place.size())
                    .put(REMAINING, place.remaining())
                    .build());
        }
        return Cbor.map()
                .put(CUSTODY, custody)
                .put(DEVICE, device)
                .put(BEGUN, begunAt.getEpochSecond())
                .put(ENDED, endedAt.getEpochSecond())
                .put(PLACES, Cbor.array(items))
                .put(LEFT, Cbor.array(left.stream().map(Cbor::of).toList()))
                .put(STRENGTH, strength.word())
                .build()
                .encoded();
    }

    private static WipeProof read(CborMap map) {
        List<Place> places = new ArrayList<>();
        for (Cbor item : few(map.require(PLACES), MAX_PLACES)) {
            CborMap place = item.asMap();
            places.add(new Place(
                    Sealed.of(Kind.values(), kind -> kind.code, place.require(KIND)),
                    Sealed.text(place, WHAT, MAX_WHAT_CHARS),
                    Sealed.of(Method.values(), method -> method.code, place.require(METHOD)),
                    count(place.require(FILES)),
                    count(place.require(SIZE)),
                    count(place.require(REMAINING))));
        }
        List<String> left = new ArrayList<>();
        for (Cbor item : few(map.require(LEFT), MAX_LEFT)) {
            left.add(Sealed.text(item, MAX_WHAT_CHARS));
        }
        String custody = Sealed.text(map, CUSTODY, MAX_WHAT_CHARS);
        if (!Grant.isSession(custody)) {
            throw new CborException("not the id of a record", "/" + CUSTODY, -1);
        }
        return new WipeProof(
                custody,
                Sealed.text(map, DEVICE, MAX_WHAT_CHARS),
                Sealed.time(map.require(BEGUN)),
                Sealed.time(map.require(ENDED)),
                places,
                left,
                strength(map.require(STRENGTH)));
    }

    private static Strength strength(Cbor item) {
        return Strength.ofWord(item.asText())
                .orElseThrow(() -> new CborException("not a word of strength", item.path(), item.offset()));
    }

    private static List<Cbor> few(Cbor list, int most) {
        List<Cbor> items = list.asArray().items();
        if (items.size() > most) {
            throw new CborException("more than " + most, list.path(), list.offset());
        }
        return items;
    }

    private static long count(Cbor item) {
        long count = item.asLong();
        if (count < 0) {
            throw new CborException("less than none", item.path(), item.offset());
        }
        return count;
    }
}
