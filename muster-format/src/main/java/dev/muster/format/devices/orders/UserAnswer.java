package dev.muster.format.devices.orders;

import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborReader;
import dev.muster.format.cbor.CborWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a device says of an update that its user is asked about: {@code { 1: manifest-digest bstr .size 32, 2: standing uint,
 * ? 3: until uint }}, seconds since 1970.
 *
 * @param manifestDigest as the order named it
 * @param until when the user is asked again; only with {@link Standing#POSTPONED}
 */
public record UserAnswer(byte[] manifestDigest, Standing standing, Optional<Instant> until) {
    public static final String MEDIA_TYPE = "application/muster-user-answer+cbor";

    /** Bytes of a message: three members. */
    public static final int MAX_BYTES = 64;

    private static final int DIGEST = 1;
    private static final int STANDING = 2;
    private static final int UNTIL = 3;

    /** How the question stands. */
    public enum Standing {
        ASKED(0),
        POSTPONED(1),
        CONSENTED(2);

        private final int code;

        Standing(int code) {
            this.code = code;
        }

        private static Standing ofCode(long code) {
            for (Standing one : values()) {
                if (one.code == code) {
                    return one;
                }
            }
            throw new OrderException("no standing " + code, "answer", 0);
        }

        /** Lower case, for pages and files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public UserAnswer {
        if (manifestDigest.length != Order.DIGEST_BYTES) {
            throw new IllegalArgumentException("manifest digest: " + Order.DIGEST_BYTES + " bytes");
        }
        if (until.isPresent() != (standing == Standing.POSTPONED)) {
            throw new IllegalArgumentException("until: with what is postponed, and only there");
        }
        manifestDigest = manifestDigest.clone();
    }

    @Override
    public byte[] manifestDigest() {
        return manifestDigest.clone();
    }

    public byte[] encode() {
        CborWriter out = CborWriter.create();
        out.map(until.isPresent() ? 3 : 2);
        out.integer(DIGEST).bytes(manifestDigest);
        out.integer(STANDING).integer(standing.code);
        until.ifPresent(at -> out.integer(UNTIL).integer(at.getEpochSecond()));
        return out.toByteArray();
    }

    /** @throws OrderException when the bytes are not such a message; unknown members are skipped */
    public static UserAnswer parse(byte[] bytes) {
        try {
            CborReader reader = CborReader.of(bytes);
            byte[] digest = new byte[0];
            long standing = -1;
            Optional<Instant> until = Optional.empty();
            int members = reader.readMapHeader();
            for (int i = 0; i < members; i++) {
                long key = reader.readLong();
                if (key == DIGEST) {
                    digest = reader.readBytes();
                } else if (key == STANDING) {
                    standing = reader.readLong();
                } else if (key == UNTIL) {
                    until = Optional.of(Instant.ofEpochSecond(reader.readLong()));
                } else {
                    reader.skip();
                }
            }
            reader.end();
            return new UserAnswer(digest, Standing.ofCode(standing), until);
        } catch (CborException e) {
            throw new OrderException(e.reason(), "answer" + e.path(), e);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new OrderException(String.valueOf(e.getMessage()), "answer", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserAnswer that
                && Arrays.equals(manifestDigest, that.manifestDigest)
                && standing == that.standing
                && until.equals(that.until);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(manifestDigest), standing, until);
    }
}
