package dev.muster.format.attest.ear;

/** Every number of draft-ietf-rats-ear-04 and of the CWT and EAT claims that it uses. */
final class CodePoints {
    static final long EXP = 4;
    static final long IAT = 6;
    static final long NONCE = 10;
    static final long PROFILE = 265;
    static final long SUBMODS = 266;
    static final long STATUS = 1000;
    static final long TRUST_VECTOR = 1001;
    static final long RAW_EVIDENCE = 1002;
    static final long POLICY_IDS = 1003;
    static final long VERIFIER_ID = 1004;
    static final long ATTESTER_CLAIMS = 1005;
    static final long VERIFIER_CLAIMS = 1006;
    static final long DEVICE_TOPOLOGY = 1007;
    static final long DEVELOPER = 0;
    static final long BUILD = 1;

    private CodePoints() {}
}
