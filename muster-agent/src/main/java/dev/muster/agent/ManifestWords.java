package dev.muster.agent;

import dev.muster.agent.install.Software;
import dev.muster.format.attest.eat.ManifestClaims;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What this device says of manifests in its evidence. What it can run does not change while the agent runs, and whose keys it
 * obeys seldom does: a server that has heard it once knows.
 */
final class ManifestWords {
    private boolean capabilitiesTold;
    private long epochTold = -1;

    /** What the server has not heard yet. */
    ManifestClaims now(Software software, long envelopeBytes, long epoch) throws IOException {
        return new ManifestClaims(
                capabilitiesTold
                        ? Optional.empty()
                        : Optional.of(software.capabilities(envelopeBytes).encode()),
                epoch == epochTold ? OptionalLong.empty() : OptionalLong.of(epoch));
    }

    /** The server has taken evidence with this. */
    void told(ManifestClaims claims) {
        capabilitiesTold |= claims.capabilities().isPresent();
        epochTold = claims.keyEpoch().orElse(epochTold);
    }
}
