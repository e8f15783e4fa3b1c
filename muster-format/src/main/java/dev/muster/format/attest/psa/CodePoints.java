package dev.muster.format.attest.psa;

import java.util.Map;

/** Every number of RFC 9783 §4 and of the profiles before it. */
final class CodePoints {
    static final long NONCE = 10;
    static final long INSTANCE_ID = 256;
    static final long PROFILE = 265;
    static final long BOOT_SEED = 268;
    static final long CLIENT_ID = 2394;
    static final long LIFECYCLE = 2395;
    static final long IMPLEMENTATION_ID = 2396;
    /** Boot seed in http://arm.com/psa/2.0.0 only. */
    static final long BOOT_SEED_2 = 2397;

    static final long CERTIFICATION_REFERENCE = 2398;
    static final long SOFTWARE_COMPONENTS = 2399;
    static final long VERIFICATION_SERVICE = 2400;

    static final long COMPONENT_TYPE = 1;
    static final long COMPONENT_VALUE = 2;
    static final long COMPONENT_VERSION = 4;
    static final long COMPONENT_SIGNER = 5;
    static final long COMPONENT_HASH = 6;

    static final long P1_PROFILE = -75000;
    static final long P1_NO_SOFTWARE = -75007;

    /** PSA_IOT_PROFILE_1 numbers and what they became. */
    static final Map<Long, Long> PROFILE_1 = Map.of(
            P1_PROFILE,
            PROFILE,
            -75001L,
            CLIENT_ID,
            -75002L,
            LIFECYCLE,
            -75003L,
            IMPLEMENTATION_ID,
            -75004L,
            BOOT_SEED,
            -75005L,
            CERTIFICATION_REFERENCE,
            -75006L,
            SOFTWARE_COMPONENTS,
            -75008L,
            NONCE,
            -75009L,
            INSTANCE_ID,
            -75010L,
            VERIFICATION_SERVICE);

    private CodePoints() {}
}
