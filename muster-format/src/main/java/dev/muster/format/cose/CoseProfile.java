package dev.muster.format.cose;

import dev.muster.format.cbor.CborProfile;

/** How much of RFC 9052's freedom is accepted. */
public enum CoseProfile {
    /**
     * Used everywhere in Muster: definite lengths and shortest heads, {@code alg} in the protected header and equal to
     * the one the key is bound to, no label in both headers.
     */
    STRICT(CborProfile.STRICT),
    /** Library conformance: any valid encoding, {@code alg} in either header, any hash with any curve. */
    GENERIC(CborProfile.VALID);

    private final CborProfile cbor;

    CoseProfile(CborProfile cbor) {
        this.cbor = cbor;
    }

    /** The profile for the bytes themselves. */
    public CborProfile cbor() {
        return cbor;
    }
}
