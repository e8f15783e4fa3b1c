package dev.muster.format.devices.maintenance;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** What grants and records share: a signed map of one media type, whose signature is good for that media type only. */
final class Sealed {
    /** Text, lists and digests: nothing here nests deeper. */
    private static final int DEPTH = 8;

    private Sealed() {}

    static byte[] aad(String mediaType) {
        return mediaType.getBytes(StandardCharsets.US_ASCII);
    }

    /** Tagged 18; the key is known from elsewhere. */
    static byte[] sign(byte[] content, String mediaType, CoseSigner signer) {
        return Sign1Builder.create()
                .contentType(mediaType)
                .externalAad(aad(mediaType))
                .payload(content)
                .sign(signer)
                .encode();
    }

    /** Reads without verifying. */
    static <T> T read(byte[] bytes, int most, String mediaType, Function<CborMap, T> content) {
        if (bytes.length > most) {
            throw new MaintenanceException("more than " + most + " bytes", "/", -1);
        }
        try {
            CoseSign1 message = message(bytes);
            if (message.contentType()
                    .filter(type -> type.equals(Cbor.of(mediaType)))
                    .isEmpty()) {
                throw new MaintenanceException("the content type is not " + mediaType, "/headers/3", -1);
            }
            byte[] payload = message.payload()
                    .orElseThrow(() -> new MaintenanceException("the content is detached", "/payload", -1));
            return content.apply(map(payload, most));
        } catch (MaintenanceException fault) {
            throw fault;
        } catch (MalformedException fault) {
            throw new MaintenanceException(fault);
        }
    }

    static CoseSign1 message(byte[] bytes) {
        return CoseSign1.parse(bytes, CoseProfile.STRICT);
    }

    static CborMap map(byte[] bytes, int most) {
        return Cbor.parse(bytes, CborProfile.STRICT, new CborLimits(DEPTH, CborLimits.ITEMS, most))
                .asMap();
    }

    static Verdict verify(byte[] bytes, String mediaType, VerificationKey key) {
        return CoseVerifier.strict().verify(message(bytes), key, aad(mediaType), Optional.empty());
    }

    /** A text of bounded length. */
    static String text(CborMap map, long key, int most) {
        return text(map.require(key), most);
    }

    /** The same of an item. */
    static String text(Cbor item, int most) {
        String text = item.asText();
        if (text.length() > most) {
            throw new CborException("more than " + most + " characters", item.path(), item.offset());
        }
        return text;
    }

    /** Seconds up to the year 9999, so that every time that is read can also be shown. */
    static Instant time(Cbor item) {
        long seconds = item.asLong();
        if (seconds < 0 || seconds > 253_402_300_799L) {
            throw new CborException("time is out of range", item.path(), item.offset());
        }
        return Instant.ofEpochSecond(seconds);
    }

    /** The value of a code point. */
    static <T> T of(T[] values, ToIntFunction<T> codes, Cbor item) {
        long code = item.asLong();
        return Arrays.stream(values)
                .filter(value -> codes.applyAsInt(value) == code)
                .findFirst()
                .orElseThrow(() -> new CborException("no such code point", item.path(), item.offset()));
    }

    /** Bytes of exactly this length. */
    static byte[] digest(Cbor item) {
        byte[] bytes = item.asBytes();
        if (bytes.length != Grant.DIGEST_BYTES) {
            throw new CborException("not a SHA-256", item.path(), item.offset());
        }
        return bytes;
    }
}
