package dev.muster.format.attest.ear;

/** How far a relying party may go with an attester (AR4SI -10 §2.3.2), best first after NONE. */
public enum TrustTier {
    /** Nothing is asserted. */
    NONE(0),
    /** The verifier affirms the attester's state. */
    AFFIRMING(2),
    /** Something needs attention; use at the relying party's own risk. */
    WARNING(32),
    /** The attester's state contradicts what is known to be good. */
    CONTRAINDICATED(96);

    private final int value;

    TrustTier(int value) {
        this.value = value;
    }

    /** The CBOR value of the tier. */
    public int value() {
        return value;
    }

    /** The JSON name of the tier. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no tier has this value */
    public static TrustTier of(long value) {
        for (TrustTier tier : values()) {
            if (tier.value == value) {
                return tier;
            }
        }
        throw new IllegalArgumentException("no trust tier has the value " + value);
    }

    /**
     * The tier a trustworthiness claim falls in: none -1..1; affirming 2..31 and -32..-2; warning 32..95 and -96..-33;
     * contraindicated 96..127 and -128..-97.
     *
     * @param claim -128..127
     */
    public static TrustTier ofClaim(int claim) {
        if (claim < Byte.MIN_VALUE || claim > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("a trustworthiness claim is -128..127, not " + claim);
        }
        if (claim >= -1 && claim <= 1) {
            return NONE;
        }
        if (claim >= -32 && claim <= 31) {
            return AFFIRMING;
        }
        return claim >= -96 && claim <= 95 ? WARNING : CONTRAINDICATED;
    }

    /** The tier that must not be exceeded when both hold: the later one. */
    public TrustTier worst(TrustTier other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
