package dev.muster.format.attest.corim;

import java.util.OptionalInt;

/** A version and the scheme it is written in, an RFC 9393 §4.1 number: 16384 semver, 5 binary. */
public record Version(String text, OptionalInt scheme) {
    public static Version semver(String text) {
        return new Version(text, OptionalInt.of(16384));
    }
}
