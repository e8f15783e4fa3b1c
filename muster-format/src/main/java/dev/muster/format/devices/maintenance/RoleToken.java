package dev.muster.format.devices.maintenance;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.CwtClaims;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * A person's role on one device for a short while: a CWT (RFC 8392) in a COSE_Sign1. It opens one session, once, and only for
 * who has the key that it names. It is verified without the server.
 *
 * @param org slug of the organisation ({@code iss})
 * @param person who may ({@code sub})
 * @param personKey whose possession the person proves ({@code cnf}, RFC 8747 §3.2)
 * @param device the device's id ({@code aud})
 * @param from not before ({@code nbf}), which is when it was issued; whole seconds on the wire
 * @param until ({@code exp}); whole seconds on the wire
 * @param session id of the token and of the session's record ({@code cti})
 */
public record RoleToken(
        String org,
        String person,
        CoseKey personKey,
        String device,
        Instant from,
        Instant until,
        String session,
        LocalRole role)
        implements Pass {
    public static final String MEDIA_TYPE = "application/vnd.muster.local-role+cwt";

    /** With the certificate of who signed it and a key of any kind it stays below this. */
    public static final int MAX_BYTES = Grant.MAX_BYTES;

    /** One piece of work; more of it gets another token. */
    public static final Duration MAX_LIFETIME = Duration.ofHours(1);

    private static final int MAX_TEXT_CHARS = 256;

    // Private claim (RFC 8392 §9.1: below -65536), and cnf of RFC 8747 §7.1.
    private static final long CNF = 8;
    private static final long CNF_COSE_KEY = 1;
    private static final long ROLE = -70_010;

    /** The message as received, beside what it says; nothing of it is verified. */
    public record Token(byte[] bytes, CoseSign1 message, RoleToken role) {
        /** @throws MaintenanceException when the bytes are not a token */
        public static Token parse(byte[] bytes) {
            RoleToken role = Sealed.read(bytes, MAX_BYTES, MEDIA_TYPE, RoleToken::read);
            return new Token(bytes.clone(), Sealed.message(bytes), role);
        }

        /** Whether this key signed it, as a token of a role. */
        public Verdict verify(VerificationKey key) {
            return Sealed.verify(bytes, MEDIA_TYPE, key);
        }
    }

    /**
     * Signs it; tagged 18.
     *
     * @param headers adds who signs, such as a certificate
     */
    public byte[] sign(CoseSigner signer, UnaryOperator<Sign1Builder> headers) {
        return headers.apply(Sign1Builder.create().contentType(MEDIA_TYPE))
                .externalAad(Sealed.aad(MEDIA_TYPE))
                .payload(encode())
                .sign(signer)
                .encode();
    }

    private byte[] encode() {
        return Cbor.map()
                .put(CwtClaims.ISS, org)
                .put(CwtClaims.SUB, person)
                .put(CwtClaims.AUD, device)
                .put(CwtClaims.EXP, until.getEpochSecond())
                .put(CwtClaims.NBF, from.getEpochSecond())
                .put(CwtClaims.CTI, session.getBytes(StandardCharsets.UTF_8))
                .put(
                        CNF,
                        Cbor.map()
                                .put(CNF_COSE_KEY, Cbor.parse(personKey.encode()))
                                .build())
                .put(ROLE, role.code())
                .build()
                .encoded();
    }

    private static RoleToken read(CborMap map) {
        CwtClaims claims = new CwtClaims(map);
        Instant from = claims.notBefore().orElseThrow(() -> Grant.missing(CwtClaims.NBF));
        Instant until = claims.expires().orElseThrow(() -> Grant.missing(CwtClaims.EXP));
        if (Duration.between(from, until).compareTo(MAX_LIFETIME) > 0) {
            throw new CborException("good for longer than " + MAX_LIFETIME, "/" + CwtClaims.EXP, -1);
        }
        return new RoleToken(
                Sealed.text(map, CwtClaims.ISS, MAX_TEXT_CHARS),
                Sealed.text(map, CwtClaims.SUB, MAX_TEXT_CHARS),
                CoseKey.parse(map.require(CNF).asMap().require(CNF_COSE_KEY).encoded()),
                Sealed.text(map, CwtClaims.AUD, MAX_TEXT_CHARS),
                from,
                until,
                Grant.session(claims.id().orElseThrow(() -> Grant.missing(CwtClaims.CTI))),
                Sealed.of(LocalRole.values(), LocalRole::code, map.require(ROLE)));
    }
}
