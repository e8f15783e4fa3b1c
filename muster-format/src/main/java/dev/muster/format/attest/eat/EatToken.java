package dev.muster.format.attest.eat;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cose.CoseException;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Sign1Builder;
import java.util.Optional;
import java.util.Set;

/**
 * A signed token in CWT form (RFC 9711 §3, RFC 8392): COSE_Sign1, tagged 18, perhaps inside 61. Reading does not verify:
 * that is the caller's step, with the key it trusts, over {@link #message()}, before it believes any claim.
 */
public record EatToken(CoseSign1 message, ClaimsSet claims) {
    public static final String MEDIA_TYPE = "application/eat+cwt";

    /** Types of tokens that state a profile; PSA's is from before RFC 9782. */
    private static final Set<String> TOKENS = Set.of(MEDIA_TYPE, "application/psa-attestation-token");

    /** The first PSA profile, which a token may leave unsaid. */
    private static final String PSA_PROFILE_1 = "PSA_IOT_PROFILE_1";

    /** @throws EatException when the bytes are not a signed token */
    public static EatToken parse(byte[] bytes) {
        CoseSign1 message = envelope(bytes);
        byte[] payload =
                message.payload().orElseThrow(() -> new EatException("the claims are detached", "/payload", -1));
        return new EatToken(message, EatReader.parse(payload));
    }

    /** The message alone, so that a signature can be checked before anything inside is read. */
    public static CoseSign1 envelope(byte[] bytes) {
        try {
            Cbor item = Cbor.parse(bytes, CborProfile.STRICT, EatReader.LIMITS);
            if (item instanceof CborTag tag && tag.tag() == CodePoints.TAG_CWT) {
                item = tag.content();
            }
            return CoseSign1.read(item.asTag(), CoseProfile.STRICT);
        } catch (CborException fault) {
            throw new EatException(fault.reason(), fault.path(), fault.offset());
        } catch (CoseException fault) {
            throw new EatException(fault.reason(), fault.path(), fault.offset());
        }
    }

    /**
     * The profile that evidence states before its signature is checked, to choose who reads it and for nothing else.
     *
     * @param mediaType without parameters
     * @return empty when it states none, or evidence of this type is no token
     * @throws EatException when the bytes are not a token of that type
     */
    public static Optional<String> profile(String mediaType, byte[] bytes) {
        if (EatMessage.MEDIA_TYPES.contains(mediaType) && !TOKENS.contains(mediaType)) {
            return stated(EatMessage.parse(mediaType, bytes).claims());
        }
        if (!TOKENS.contains(mediaType)) {
            return Optional.empty();
        }
        try {
            Cbor item = Cbor.parse(bytes, CborProfile.STRICT, EatReader.LIMITS);
            while (item instanceof CborTag tag) {
                item = tag.content();
            }
            Cbor payload = item.asArray().get(2);
            return stated(payload.asBytes());
        } catch (CborException fault) {
            throw new EatException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private static Optional<String> stated(byte[] payload) {
        try {
            CborMap claims =
                    Cbor.parse(payload, CborProfile.STRICT, EatReader.LIMITS).asMap();
            return claims.get(CodePoints.PROFILE)
                    .or(() -> claims.get(CodePoints.PSA_PROFILE_1))
                    .map(EatReader::profile)
                    .or(() -> claims.has(CodePoints.PSA_NONCE_1) ? Optional.of(PSA_PROFILE_1) : Optional.empty());
        } catch (CborException fault) {
            throw new EatException(fault.reason(), fault.path(), fault.offset());
        }
    }

    /** Signs the claims of the linux-slots profile; the result is tagged 61(18(...)). */
    public static byte[] sign(SlotClaims claims, CoseSigner signer) {
        CoseSign1 message =
                Sign1Builder.create().payload(SlotClaimsWriter.encode(claims)).sign(signer);
        return Cbor.tag(CodePoints.TAG_CWT, Cbor.parse(message.encode())).encoded();
    }
}
