package dev.muster.format.attest.psa;

/** The security lifecycle of a PSA root of trust: the high byte of claim 2395 (RFC 9783 §4.3.1). */
public enum Lifecycle {
    UNKNOWN(0x00),
    ASSEMBLY_AND_TEST(0x10),
    PSA_ROT_PROVISIONING(0x20),
    /** The only state a device in the field should be in. */
    SECURED(0x30),
    NON_PSA_ROT_DEBUG(0x40),
    RECOVERABLE_PSA_ROT_DEBUG(0x50),
    DECOMMISSIONED(0x60);

    private final int high;

    Lifecycle(int high) {
        this.high = high;
    }

    /**
     * The state of a claim value; the low byte is the implementation's own.
     *
     * @param claim 0..0x60ff
     * @throws IllegalArgumentException when no state has this high byte
     */
    public static Lifecycle of(long claim) {
        for (Lifecycle state : values()) {
            if (claim >> 8 == state.high) {
                return state;
            }
        }
        throw new IllegalArgumentException("no PSA lifecycle has the value " + claim);
    }

    /** The name of the RFC in lower case with hyphens. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
