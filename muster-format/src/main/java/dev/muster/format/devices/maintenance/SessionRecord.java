package dev.muster.format.devices.maintenance;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was done in a session of local maintenance, as the device saw it, signed by the key of its certificate.
 *
 * @param session id of the session
 * @param device the device's id
 * @param person whose key was proved
 * @param openedAt by the device's clock; whole seconds on the wire
 * @param endedAt the same
 * @param ending why it ended
 * @param steps what was done, in order; at most {@value #MAX_STEPS}
 * @param dropped steps beyond that, which were counted and refused
 * @param role with which the person came, when that was by a {@link RoleToken}
 */
public record SessionRecord(
        String session,
        String device,
        String person,
        Instant openedAt,
        Instant endedAt,
        Ending ending,
        List<Step> steps,
        int dropped,
        Optional<LocalRole> role) {
    public static final String MEDIA_TYPE = "application/vnd.muster.maintenance-record+cose";

    /** A day's work by hand; a tool that does more does it within one command. */
    public static final int MAX_STEPS = 1_000;

    /** Its steps at their longest, each character three bytes of UTF-8, and the frame. */
    public static final int MAX_BYTES = 2 * 1024 * 1024;

    /** A command line or a path, shortened where it is longer. */
    public static final int MAX_WHAT_CHARS = 512;

    /** Status of a function that was begun and not seen to end. */
    public static final int NOT_ENDED = 1;

    private static final int MAX_TEXT_CHARS = 256;

    // record = { 1: session, 2: device, 3: person, 4: opened, 5: ended, 6: ending uint, 7: [step], 8: dropped uint,
    //            ? 9: role uint }
    private static final long SESSION = 1;
    private static final long DEVICE = 2;
    private static final long PERSON = 3;
    private static final long OPENED = 4;
    private static final long ENDED = 5;
    private static final long ENDING = 6;
    private static final long STEPS = 7;
    private static final long DROPPED = 8;
    private static final long ROLE = 9;

    // step = { 1: at, 2: kind uint, 3: what tstr, 4: digest bstr .size 32, 5: size uint, 6: status int }
    private static final long AT = 1;
    private static final long KIND = 2;
    private static final long WHAT = 3;
    private static final long DIGEST = 4;
    private static final long SIZE = 5;
    private static final long STATUS = 6;

    /** Why a session ended, with its code point. */
    public enum Ending {
        CLOSED(1),
        /** Its window was over. */
        EXPIRED(2),
        /** The server ordered it. */
        KILLED(3),
        /** The agent stopped or the connection broke. */
        LOST(4);

        private final int code;

        Ending(int code) {
            this.code = code;
        }

        /** Lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a step was, with its code point. */
    public enum Kind {
        /** The tool was run; the digest is of what it printed. */
        RUN(1),
        /** A file was put onto the device; the digest is of its bytes. */
        PUT(2),
        /** A file was taken from the device; the digest is of its bytes. */
        GET(3),
        /** Something that was asked and refused; the digest is of what was sent. */
        REFUSED(4),
        /** A function of the device was used; the digest is of what it gave. */
        DID(5);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** Lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One thing that was done.
     *
     * @param at by the device's clock; whole seconds on the wire
     * @param what arguments of the command, or the file's path below the slot
     * @param digest SHA-256, 32 bytes
     * @param size of what the digest is of, bytes
     * @param status exit status of a command; {@value #NOT_ENDED} for a function that was not seen to end; otherwise 0
     */
    public record Step(Instant at, Kind kind, String what, byte[] digest, long size, int status) {
        public Step {
            if (what.length() > MAX_WHAT_CHARS) {
                // Half a surrogate pair is no text, and the record could not be written.
                boolean pair = Character.isHighSurrogate(what.charAt(MAX_WHAT_CHARS - 1));
                what = what.substring(0, pair ? MAX_WHAT_CHARS - 1 : MAX_WHAT_CHARS);
            }
            digest = digest.clone();
        }

        @Override
        public byte[] digest() {
            return digest.clone();
        }
    }

    /** Of a session by a {@link Grant}. */
    public SessionRecord(
            String session,
            String device,
            String person,
            Instant openedAt,
            Instant endedAt,
            Ending ending,
            List<Step> steps,
            int dropped) {
        this(session, device, person, openedAt, endedAt, ending, steps, dropped, Optional.empty());
    }

    public SessionRecord {
        steps = List.copyOf(steps);
        if (steps.size() > MAX_STEPS) {
            throw new IllegalArgumentException("at most " + MAX_STEPS + " steps");
        }
    }

    /** Signs it with the device's key; tagged 18. */
    public byte[] sign(CoseSigner device) {
        return Sealed.sign(encode(), MEDIA_TYPE, device);
    }

    /** @throws MaintenanceException when the bytes are not a record; nothing is verified */
    public static SessionRecord parse(byte[] bytes) {
        return Sealed.read(bytes, MAX_BYTES, MEDIA_TYPE, SessionRecord::read);
    }

    /** Whether this key signed these bytes, as a record. */
    public static Verdict verify(byte[] bytes, VerificationKey key) {
        return Sealed.verify(bytes, MEDIA_TYPE, key);
    }

    private byte[] encode() {
        List<Cbor> items = new ArrayList<>();
        for (Step step : steps) {
            items.add(Cbor.map()
                    .put(AT, step.at().getEpochSecond())
                    .put(KIND, step.kind().code)
                    .put(WHAT, step.what())
                    .put(DIGEST, step.digest())
                    .put(SIZE, step.size())
                    .put(STATUS, step.status())
                    .build());
        }
        CborMapBuilder map = Cbor.map()
                .put(SESSION, session)
                .put(DEVICE, device)
                .put(PERSON, person)
                .put(OPENED, openedAt.getEpochSecond())
                .put(ENDED, endedAt.getEpochSecond())
                .put(ENDING, ending.code)
                .put(STEPS, Cbor.array(items))
                .put(DROPPED, dropped);
        role.ifPresent(one -> map.put(ROLE, one.code()));
        return map.build().encoded();
    }

    private static SessionRecord read(CborMap map) {
        List<Step> steps = new ArrayList<>();
        for (Cbor item : map.require(STEPS).asArray().items()) {
            if (steps.size() == MAX_STEPS) {
                throw new CborException("more than " + MAX_STEPS + " steps", "/" + STEPS, item.offset());
            }
            CborMap step = item.asMap();
            steps.add(new Step(
                    Sealed.time(step.require(AT)),
                    Sealed.of(Kind.values(), kind -> kind.code, step.require(KIND)),
                    Sealed.text(step, WHAT, MAX_WHAT_CHARS),
                    Sealed.digest(step.require(DIGEST)),
                    step.require(SIZE).asLong(),
                    step.require(STATUS).asInt()));
        }
        return new SessionRecord(
                Sealed.text(map, SESSION, MAX_TEXT_CHARS),
                Sealed.text(map, DEVICE, MAX_TEXT_CHARS),
                Sealed.text(map, PERSON, MAX_TEXT_CHARS),
                Sealed.time(map.require(OPENED)),
                Sealed.time(map.require(ENDED)),
                Sealed.of(Ending.values(), ending -> ending.code, map.require(ENDING)),
                steps,
                map.require(DROPPED).asInt(),
                map.get(ROLE).map(item -> Sealed.of(LocalRole.values(), LocalRole::code, item)));
    }
}
