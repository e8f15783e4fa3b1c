package dev.muster.core.update;

import dev.muster.core.devices.ProductId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A release as the register knows it; the components are those of {@link ReleasePublished}. */
public record Release(
        String id,
        ProductId product,
        String version,
        long sequence,
        Artifact envelope,
        List<Artifact> artifacts,
        String signer,
        List<String> signers,
        Optional<ReleasePublished.Analysed> analysis,
        Instant publishedAt) {
    /** Subject kind of a release's entries. */
    public static final String KIND = "release";

    /** What a device fetches that fetches all of it. */
    public long bytes() {
        return envelope.bytes() + artifacts.stream().mapToLong(Artifact::bytes).sum();
    }

    public Release {
        artifacts = List.copyOf(artifacts);
        signers = List.copyOf(signers);
    }
}
