package dev.muster.core.attestation;

import java.util.Arrays;
import java.util.Objects;

/**
 * A key of a maker that the organisation trusts to say how that maker's devices should be, and nothing about others.
 *
 * @param maker as the products name it; the vendor of every environment the key may speak about
 * @param thumbprint SHA-256 thumbprint of the key (RFC 9679), hexadecimal
 * @param key COSE_Key
 */
public record MakerAnchor(String maker, String thumbprint, byte[] key) {
    /** Longest accepted maker name. */
    public static final int MAX_MAKER_CHARS = 128;

    @Override
    public boolean equals(Object other) {
        return other instanceof MakerAnchor that
                && maker.equals(that.maker)
                && thumbprint.equals(that.thumbprint)
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(maker, thumbprint);
    }
}
