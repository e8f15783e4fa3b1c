package dev.muster.server.update;

import dev.muster.core.update.Artifact;
import dev.muster.core.update.Release;
import dev.muster.core.update.ReleasePublished;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A release as the API shows it.
 *
 * @param signers thumbprints of all accepted keys that signed it
 * @param analysed what was found by going through every way of its manifest; absent when it was published before that
 * @param statement its place in the transparency log; empty in lists
 */
public record ReleaseView(
        String id,
        String product,
        String version,
        long sequence,
        String envelope,
        String signer,
        List<String> signers,
        List<Artifact> artifacts,
        ReleasePublished.@Nullable Analysed analysed,
        Map<String, Object> statement) {
    static ReleaseView of(Release release, Map<String, Object> statement) {
        return new ReleaseView(
                release.id(),
                release.product().value(),
                release.version(),
                release.sequence(),
                release.envelope().sha256(),
                release.signer(),
                release.signers(),
                release.artifacts(),
                release.analysis().orElse(null),
                statement);
    }
}
