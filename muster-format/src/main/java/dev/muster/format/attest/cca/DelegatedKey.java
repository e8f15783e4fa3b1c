package dev.muster.format.attest.cca;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What Parsec sends of Arm CCA ({@code application/vnd.parallaxsecond.key-attestation.cca}): {@code {"kat": 601({10: nonce, 8:
 * cnf}), "pat": CCA token}}. The realm's challenge is SHA-512 over the encoded key attestation, so the platform vouches for
 * the key and its nonce.
 *
 * @param nonce of the verifier, 8..64 bytes
 * @param confirmation encoded {@code cnf} claim (RFC 8747)
 * @param platform encoded CCA token
 */
public record DelegatedKey(byte[] nonce, byte[] confirmation, byte[] platform, CcaToken token) {
    public static final String MEDIA_TYPE = "application/vnd.parallaxsecond.key-attestation.cca";

    private static final long TAG_UNSIGNED_CLAIMS = 601;
    private static final long NONCE = 10;
    private static final long CONFIRMATION = 8;
    private static final int NONCE_BYTES_LEAST = 8;
    private static final int NONCE_BYTES_MOST = 64;
    private static final CborLimits LIMITS = new CborLimits(12, 2_000, 128 * 1024);

    /** @throws CcaException when the bytes are not this map, or the platform vouches for another key */
    public static DelegatedKey parse(byte[] bytes) {
        try {
            CborMap map = Cbor.parse(bytes, CborProfile.STRICT, LIMITS).asMap();
            Cbor key = map.require("kat");
            CborMap claims = key.asTag().content(TAG_UNSIGNED_CLAIMS).asMap();
            byte[] nonce = claims.require(NONCE).asBytes();
            if (nonce.length < NONCE_BYTES_LEAST || nonce.length > NONCE_BYTES_MOST) {
                throw new CcaException("a nonce has 8..64 bytes", key.path(), key.offset());
            }
            byte[] platform = map.require("pat").encoded();
            CcaToken token = CcaToken.parse(platform);
            byte[] bound = MessageDigest.getInstance("SHA-512").digest(key.encoded());
            if (!Arrays.equals(bound, token.realm().challenge())) {
                throw new CcaException(
                        "the realm's challenge is not the hash of the key attestation", key.path(), key.offset());
            }
            return new DelegatedKey(nonce, claims.require(CONFIRMATION).encoded(), platform, token);
        } catch (CborException fault) {
            throw new CcaException(fault.reason(), fault.path(), fault.offset());
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-512", absent);
        }
    }
}
