package dev.muster.format.attest.tpm;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import java.util.Arrays;

/**
 * What Parsec sends of a TPM ({@code application/vnd.parallaxsecond.key-attestation.tpm}): {@code {"kat": {"tpmVer", "kid",
 * "sig", "certInfo", "pubArea"}, "pat": {"tpmVer", "kid", "sig", "attestInfo"}}}. The first certifies a key, the second
 * quotes the platform's registers; one attestation key signs both. No register's value is sent, only the quote's digest.
 *
 * @param attester id of the attestation key, as endorsements name its instance
 * @param key the certified key, TPMT_PUBLIC
 * @param certified TPMS_ATTEST over the key, with its TPMT_SIGNATURE
 * @param quoted TPMS_ATTEST over the registers, with its TPMT_SIGNATURE
 */
public record KeyAttestation(byte[] attester, byte[] key, Signed certified, Signed quoted) {
    public static final String MEDIA_TYPE = "application/vnd.parallaxsecond.key-attestation.tpm";

    private static final CborLimits LIMITS = new CborLimits(8, 100, 64 * 1024);

    /** Bytes as they were signed, and who signed them is to be shown. */
    public record Signed(byte[] attest, byte[] signature) {}

    /** @throws TpmException when the bytes are not this map, or its halves name two keys */
    public static KeyAttestation parse(byte[] bytes) {
        try {
            CborMap map = Cbor.parse(bytes, CborProfile.STRICT, LIMITS).asMap();
            CborMap key = map.require("kat").asMap();
            CborMap platform = map.require("pat").asMap();
            byte[] attester = key.require("kid").asBytes();
            Cbor other = platform.require("kid");
            if (!Arrays.equals(attester, other.asBytes())) {
                throw new TpmException("key and platform are attested by two keys", other.path(), other.offset());
            }
            return new KeyAttestation(
                    attester,
                    key.require("pubArea").asBytes(),
                    new Signed(
                            key.require("certInfo").asBytes(),
                            key.require("sig").asBytes()),
                    new Signed(
                            platform.require("attestInfo").asBytes(),
                            platform.require("sig").asBytes()));
        } catch (CborException fault) {
            throw new TpmException(fault.reason(), fault.path(), fault.offset());
        }
    }
}
