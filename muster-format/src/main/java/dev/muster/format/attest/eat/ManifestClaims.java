package dev.muster.format.attest.eat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a device says of manifests in its evidence: two claims of {@link SlotClaims}' profile.
 *
 * @param capabilities an encoded SUIT_Capability_Report; read by those who write manifests, not here
 * @param keyEpoch of the list of release keys that it obeys; 0 before any list, empty when it was told before
 */
public record ManifestClaims(Optional<byte[]> capabilities, OptionalLong keyEpoch) {
    public static final ManifestClaims NONE = new ManifestClaims(Optional.empty(), OptionalLong.empty());

    /** Longest capability report. */
    public static final int MAX_CAPABILITY_BYTES = 8192;

    public ManifestClaims {
        if (capabilities.isPresent() && capabilities.get().length > MAX_CAPABILITY_BYTES) {
            throw new IllegalArgumentException("capabilities have at most " + MAX_CAPABILITY_BYTES + " bytes");
        }
        if (keyEpoch.isPresent() && keyEpoch.getAsLong() < 0) {
            throw new IllegalArgumentException("an epoch of release keys is not negative");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ManifestClaims that
                && capabilities.map(ByteBuffer::wrap).equals(that.capabilities.map(ByteBuffer::wrap))
                && keyEpoch.equals(that.keyEpoch);
    }

    @Override
    public int hashCode() {
        return capabilities.map(Arrays::hashCode).orElse(0) * 31 + keyEpoch.hashCode();
    }
}
