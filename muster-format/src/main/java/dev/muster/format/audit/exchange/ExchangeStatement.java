package dev.muster.format.audit.exchange;

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
import dev.muster.format.cose.CwtClaims;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One signed statement from a maker to a customer or back.
 *
 * @param from what the sender calls itself; who it is, its key says
 * @param to thumbprint (RFC 9679) of the key of the one it is for, 32 bytes
 * @param id never used twice, 16 bytes
 * @param at when it was signed; whole seconds on the wire
 * @param until not to be taken after that; whole seconds on the wire
 */
public record ExchangeStatement(String from, byte[] to, byte[] id, Instant at, Instant until, Content content) {
    public static final String MEDIA_TYPE = "application/vnd.muster.exchange+cose";

    /** Two texts and a signature of any kind stay below this. */
    public static final int MAX_BYTES = 16 * 1024;

    /** An answer to a request is read at once; more time than this would be for somebody else. */
    public static final Duration MAX_LIFETIME = Duration.ofHours(1);

    public static final int ID_BYTES = 16;

    private static final int THUMBPRINT_BYTES = 32;
    // Private claim (RFC 8392 §9.1: below -65536).
    private static final long CONTENT = -70_101;
    private static final int DEPTH = 6;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

    public ExchangeStatement {
        to = to.clone();
        id = id.clone();
    }

    @Override
    public byte[] to() {
        return to.clone();
    }

    @Override
    public byte[] id() {
        return id.clone();
    }

    /** Whether a text can be the id of an item or a thread. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Signs it; tagged 18. The signer's kid is the thumbprint of its key. */
    public byte[] sign(CoseSigner signer) {
        return Sign1Builder.create()
                .contentType(MEDIA_TYPE)
                .externalAad(aad())
                .payload(encode())
                .sign(signer)
                .encode();
    }

    private static byte[] aad() {
        return MEDIA_TYPE.getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] encode() {
        return Cbor.map()
                .put(CwtClaims.ISS, from)
                .put(CwtClaims.AUD, to)
                .put(CwtClaims.EXP, until.getEpochSecond())
                .put(CwtClaims.IAT, at.getEpochSecond())
                .put(CwtClaims.CTI, id)
                .put(CONTENT, ContentCodec.write(content))
                .build()
                .encoded();
    }

    /**
     * Whose signature the bytes say they have; nothing of it is verified, and of what they say nothing is read.
     *
     * @return the thumbprint in {@code kid}
     * @throws ExchangeException when the bytes are no such message or name no key
     */
    public static byte[] signer(byte[] bytes) {
        return message(bytes)
                .kid()
                .orElseThrow(() -> new ExchangeException("the message names no key", "/headers/4", -1));
    }

    /**
     * What it says, once this key is known to have signed it; otherwise why it has not.
     *
     * @throws ExchangeException when the bytes are no such message, or are signed and say nothing that can be read
     */
    public static Opened open(byte[] bytes, VerificationKey key) {
        Verdict verdict = CoseVerifier.strict().verify(message(bytes), key, aad(), Optional.empty());
        return verdict instanceof Verdict.Invalid invalid
                ? new Opened(Optional.empty(), invalid.reason().code())
                : new Opened(Optional.of(read(bytes)), "");
    }

    /**
     * What a kept statement says, whose signature was checked when it came: nothing is checked now.
     *
     * @throws ExchangeException when the bytes are no statement
     */
    public static ExchangeStatement believed(byte[] bytes) {
        return read(bytes);
    }

    /**
     * What became of opening one.
     *
     * @param statement what it says; empty when the signature is not the key's
     * @param reason stable code when it is not
     */
    public record Opened(Optional<ExchangeStatement> statement, String reason) {}

    private static CoseSign1 message(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new ExchangeException("more than " + MAX_BYTES + " bytes", "/", -1);
        }
        try {
            CoseSign1 message = CoseSign1.parse(bytes, CoseProfile.STRICT);
            if (message.contentType()
                    .filter(type -> type.equals(Cbor.of(MEDIA_TYPE)))
                    .isEmpty()) {
                throw new ExchangeException("the content type is not " + MEDIA_TYPE, "/headers/3", -1);
            }
            return message;
        } catch (ExchangeException fault) {
            throw fault;
        } catch (MalformedException fault) {
            throw new ExchangeException(fault);
        }
    }

    private static ExchangeStatement read(byte[] bytes) {
        try {
            byte[] payload = message(bytes)
                    .payload()
                    .orElseThrow(() -> new ExchangeException("the content is detached", "/payload", -1));
            CborMap map = Cbor.parse(payload, CborProfile.STRICT, new CborLimits(DEPTH, CborLimits.ITEMS, MAX_BYTES))
                    .asMap();
            CwtClaims claims = new CwtClaims(map);
            Instant at = claims.issuedAt().orElseThrow(() -> missing(CwtClaims.IAT));
            Instant until = claims.expires().orElseThrow(() -> missing(CwtClaims.EXP));
            if (until.isBefore(at) || Duration.between(at, until).compareTo(MAX_LIFETIME) > 0) {
                throw new CborException("good for longer than " + MAX_LIFETIME, "/" + CwtClaims.EXP, -1);
            }
            String from = claims.issuer().orElseThrow(() -> missing(CwtClaims.ISS));
            if (from.length() > ContentCodec.WORD_CHARS) {
                throw new CborException("a name that is too long", "/" + CwtClaims.ISS, -1);
            }
            return new ExchangeStatement(
                    from,
                    exactly(THUMBPRINT_BYTES, map.require(CwtClaims.AUD).asBytes(), CwtClaims.AUD),
                    exactly(ID_BYTES, claims.id().orElseThrow(() -> missing(CwtClaims.CTI)), CwtClaims.CTI),
                    at,
                    until,
                    ContentCodec.read(map.require(CONTENT)));
        } catch (ExchangeException fault) {
            throw fault;
        } catch (MalformedException fault) {
            throw new ExchangeException(fault);
        }
    }

    private static byte[] exactly(int length, byte[] bytes, long claim) {
        if (bytes.length != length) {
            throw new CborException("not " + length + " bytes", "/" + claim, -1);
        }
        return bytes;
    }

    private static CborException missing(long claim) {
        return new CborException("key is missing", "/" + claim, -1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExchangeStatement that
                && from.equals(that.from)
                && Arrays.equals(to, that.to)
                && Arrays.equals(id, that.id)
                && at.equals(that.at)
                && until.equals(that.until)
                && content.equals(that.content);
    }

    @Override
    public int hashCode() {
        return Objects.hash(from, Arrays.hashCode(id), at, until, content);
    }
}
