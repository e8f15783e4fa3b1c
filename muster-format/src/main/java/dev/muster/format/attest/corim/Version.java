package dev.muster.format.attest.corim;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A version and the scheme it is written in, an RFC 9393 §4.1 number or a text: 16384 semver, 5 binary. Versions are
 * compared for equality of both, because only semver would have an order.
 *
 * @param schemeText the scheme when it is a text
 */
public record Version(String text, OptionalInt scheme, Optional<String> schemeText) {
    public static final int SEMVER = 16384;

    public static Version semver(String text) {
        return new Version(text, OptionalInt.of(SEMVER), Optional.empty());
    }

    /** The scheme in words, when one is stated. */
    public Optional<String> schemeName() {
        return scheme.isPresent() ? Optional.of(Integer.toString(scheme.getAsInt())) : schemeText;
    }

    @Override
    public String toString() {
        return text;
    }
}
