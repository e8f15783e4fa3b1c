package dev.muster.format.attest.eat;

import dev.muster.format.attest.coswid.Digest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One measured thing that need not be a file (draft-ietf-rats-eat-measured-component): a name, a version, and either a
 * digest or raw bytes.
 *
 * @param authorities what vouches for the measurement, 0..16 byte strings
 * @param flags 8 bytes whose meaning the profile gives
 */
public record MeasuredComponent(
        String name,
        Optional<String> version,
        Optional<Digest> digest,
        Optional<byte[]> raw,
        List<byte[]> authorities,
        Optional<byte[]> flags) {
    public static final int FLAGS_BYTES = 8;

    public MeasuredComponent {
        if (digest.isPresent() == raw.isPresent()) {
            throw new IllegalArgumentException("a measured component has a digest or a raw value, one of them");
        }
        authorities = List.copyOf(authorities);
    }

    /** A component with a name, a version and a digest. */
    public static MeasuredComponent of(String name, String version, Digest digest) {
        return new MeasuredComponent(
                name, Optional.of(version), Optional.of(digest), Optional.empty(), List.of(), Optional.empty());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MeasuredComponent that
                && name.equals(that.name)
                && version.equals(that.version)
                && digest.equals(that.digest)
                && Arrays.equals(raw.orElse(null), that.raw.orElse(null))
                && Arrays.deepEquals(authorities.toArray(), that.authorities.toArray())
                && Arrays.equals(flags.orElse(null), that.flags.orElse(null));
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, version, digest);
    }

    @Override
    public String toString() {
        return name + version.map(text -> " " + text).orElse("") + " "
                + digest.map(Digest::toString)
                        .orElseGet(() -> HexFormat.of().formatHex(raw.orElseGet(() -> new byte[0])));
    }
}
