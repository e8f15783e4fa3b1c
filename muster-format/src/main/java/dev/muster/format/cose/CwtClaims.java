package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborTag;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The claims of a CBOR Web Token (RFC 8392), in a payload or in a header (RFC 9597).
 *
 * @param map all claims, exactly as received
 */
public record CwtClaims(CborMap map) {
    /** The CBOR tag around a token. */
    public static final long TAG = 61;

    /** Issuer. */
    public static final long ISS = 1;
    /** Subject. */
    public static final long SUB = 2;
    /** Audience. */
    public static final long AUD = 3;
    /** Expiration time. */
    public static final long EXP = 4;
    /** Not before. */
    public static final long NBF = 5;
    /** Issued at. */
    public static final long IAT = 6;
    /** Token identifier. */
    public static final long CTI = 7;

    /** Latest time that is read: year 9999. Beyond it {@code Instant} arithmetic may overflow. */
    private static final double MOST_SECONDS = 253_402_300_799.0;

    /** Parses a claims set. */
    public static CwtClaims parse(byte[] payload, CoseProfile profile) {
        return new CwtClaims(
                Cbor.parse(payload, profile.cbor(), CborLimits.DEFAULT).asMap());
    }

    /** The message inside the CWT tag, or the item itself when it has none; inside the tag it has its own (RFC 8392 §6). */
    public static Cbor untagged(Cbor item) {
        if (!(item instanceof CborTag tag) || tag.tag() != TAG) {
            return item;
        }
        if (!(tag.content() instanceof CborTag)) {
            throw new CoseException("a CWT tag around a message without its own tag (RFC 8392 §6)", "/", item.offset());
        }
        return tag.content();
    }

    /** Issuer. */
    public Optional<String> issuer() {
        return map.get(ISS).map(Cbor::asText);
    }

    /** Subject. */
    public Optional<String> subject() {
        return map.get(SUB).map(Cbor::asText);
    }

    /** Audience: one text, or an array of texts. */
    public Optional<Cbor> audience() {
        return map.get(AUD);
    }

    /** The token must not be accepted on or after this time. */
    public Optional<Instant> expires() {
        return time(EXP);
    }

    /** The token must not be accepted before this time. */
    public Optional<Instant> notBefore() {
        return time(NBF);
    }

    /** When the token was issued. */
    public Optional<Instant> issuedAt() {
        return time(IAT);
    }

    /** Identifier of the token. */
    public Optional<byte[]> id() {
        return map.get(CTI).map(Cbor::asBytes);
    }

    /** True when {@code now} lies in the token's time, with both ends moved by the leeway for clocks that differ. */
    public boolean holdsAt(Instant now, Duration leeway) {
        boolean begun =
                notBefore().map(start -> !now.plus(leeway).isBefore(start)).orElse(true);
        boolean over = expires().map(end -> !now.minus(leeway).isBefore(end)).orElse(false);
        return begun && !over;
    }

    /** NumericDate (RFC 8392 §2): seconds since 1970, integer or floating point, without tag 1. */
    private Optional<Instant> time(long label) {
        return map.get(label).map(item -> {
            double seconds = item.asDouble();
            if (!(Math.abs(seconds) <= MOST_SECONDS)) {
                throw new CoseException("time is out of range", "/" + label, item.offset());
            }
            return item instanceof CborInteger
                    ? Instant.ofEpochSecond(item.asLong())
                    : Instant.ofEpochMilli(Math.round(seconds * 1000));
        });
    }
}
