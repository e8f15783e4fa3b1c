package dev.muster.core.attestation.schemes;

import dev.muster.format.attest.cca.CcaToken;
import dev.muster.format.attest.coswid.Digest;
import java.util.Optional;

/** The digest of a software component of Arm's tokens. */
final class ComponentDigest {
    private ComponentDigest() {}

    /**
     * Tokens in the field describe a measurement in their own words, or name sha-256 over one of 64 bytes: the length
     * decides, and reference values that mean another hash of this length do not agree anyway.
     *
     * @param named what the token says the hash is, in lower case
     */
    static Digest of(String named, byte[] value) {
        String name = CcaToken.hashName(Optional.of(named), named);
        String byLength = switch (value.length) {
            case 32 -> "sha-256";
            case 48 -> "sha-384";
            default -> "sha-512";
        };
        boolean fits = name.endsWith(Integer.toString(value.length * 8));
        return new Digest(fits ? name : byLength, value);
    }
}
