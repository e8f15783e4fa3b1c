package dev.muster.format.attest.psa;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One measured piece of software (RFC 9783 §4.4.1).
 *
 * @param type such as {@code BL}, {@code PRoT}, {@code ARoT}, {@code App}
 * @param value hash of the software, 32, 48 or 64 bytes
 * @param signer hash of the key that signed it, 32, 48 or 64 bytes
 * @param hash name of the hash algorithm; {@code sha-256} when absent
 */
public record SoftwareComponent(
        Optional<String> type, byte[] value, Optional<String> version, byte[] signer, Optional<String> hash) {
    @Override
    public boolean equals(Object other) {
        return other instanceof SoftwareComponent that
                && type.equals(that.type)
                && Arrays.equals(value, that.value)
                && version.equals(that.version)
                && Arrays.equals(signer, that.signer)
                && hash.equals(that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return type.orElse("component") + version.map(text -> " " + text).orElse("") + " "
                + HexFormat.of().formatHex(value);
    }
}
