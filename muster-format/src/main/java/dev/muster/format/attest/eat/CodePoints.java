package dev.muster.format.attest.eat;

/** Every number of RFC 8392, RFC 9711 and measured-component that is read or written here. */
final class CodePoints {
    // Tags
    static final long TAG_CWT = 61;
    static final long TAG_SIGN1 = 18;
    static final long TAG_BUNDLE = 602;
    static final long TAG_UNSIGNED = 601;

    // CWT claims (RFC 8392 §3.1)
    static final long ISS = 1;
    static final long SUB = 2;
    static final long AUD = 3;
    static final long EXP = 4;
    static final long NBF = 5;
    static final long IAT = 6;
    static final long CTI = 7;
    static final long CNF = 8;

    // EAT claims (RFC 9711 §10.2)
    static final long NONCE = 10;
    static final long UEID = 256;
    static final long SUEIDS = 257;
    static final long OEMID = 258;
    static final long HWMODEL = 259;
    static final long HWVERSION = 260;
    static final long UPTIME = 261;
    static final long OEMBOOT = 262;
    static final long DBGSTAT = 263;
    static final long LOCATION = 264;
    static final long PROFILE = 265;
    static final long SUBMODS = 266;
    static final long BOOTCOUNT = 267;
    static final long BOOTSEED = 268;
    static final long DLOAS = 269;
    static final long SWNAME = 270;
    static final long SWVERSION = 271;
    static final long MANIFESTS = 272;
    static final long MEASUREMENTS = 273;
    static final long MEASRES = 274;
    static final long INTUSE = 275;

    // CoAP content formats of manifests and measurements
    static final int FORMAT_COSWID = 258;
    /**
     * measured-component+cbor has no number yet (its draft says TBD): one of the experimental range 65000..65535 that
     * this profile defines (RFC 7252 §12.3).
     */
    static final int FORMAT_MEASURED_COMPONENT = 65_001;

    // measured-component
    static final long COMPONENT_ID = 1;
    static final long COMPONENT_DIGEST = 2;
    static final long COMPONENT_AUTHORITIES = 3;
    static final long COMPONENT_FLAGS = 4;
    static final long COMPONENT_RAW = 5;

    // Private claims of the linux-slots profile (private use: below -65536, RFC 8392 §9.1)
    static final long ACTIVE_SLOT = -76_001;
    static final long STRENGTH = -76_002;
    static final long LEDGER_HEAD = -76_003;
    static final long MAKER = -76_004;
    static final long DISPUTED_RESULT = -76_005;
    static final long CAPABILITIES = -76_006;
    static final long KEY_EPOCH = -76_007;

    // PSA_IOT_PROFILE_1, to tell its tokens from others
    static final long PSA_PROFILE_1 = -75_000;
    static final long PSA_NONCE_1 = -75_008;

    private CodePoints() {}
}
