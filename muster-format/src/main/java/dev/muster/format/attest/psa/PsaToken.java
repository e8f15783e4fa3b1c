package dev.muster.format.attest.psa;

import java.util.List;
import java.util.Optional;

/**
 * The claims of a PSA attestation token (RFC 9783 §4), lengths already checked.
 *
 * @param profile profile URI as received
 * @param nonce 32, 48 or 64 bytes
 * @param instanceId 33 bytes, the first 0x01
 * @param implementationId 32 bytes
 * @param clientId positive: a secure partition; zero or negative: the non-secure side
 * @param bootSeed 8..32 bytes
 * @param verificationService a URL that the token recommends; never to be followed without the operator's word
 * @param unknown numbers of claims that are not of this profile; ignored, but said
 */
public record PsaToken(
        String profile,
        byte[] nonce,
        byte[] instanceId,
        byte[] implementationId,
        int clientId,
        long lifecycle,
        Optional<byte[]> bootSeed,
        Optional<String> certificationReference,
        List<SoftwareComponent> software,
        Optional<String> verificationService,
        List<Long> unknown) {
    public static final String TFM = "tag:psacertified.org,2023:psa#tfm";
    public static final String ARM_2 = "http://arm.com/psa/2.0.0";
    public static final String LEGACY = "tag:psacertified.org,2019:psa#legacy";
    public static final String PROFILE_1 = "PSA_IOT_PROFILE_1";

    /** Every profile that is read, the newest first. */
    public static final List<String> PROFILES = List.of(TFM, LEGACY, ARM_2, PROFILE_1);

    public PsaToken {
        software = List.copyOf(software);
        unknown = List.copyOf(unknown);
    }

    public Lifecycle state() {
        return Lifecycle.of(lifecycle);
    }
}
