package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;
import java.util.List;

/**
 * A release came into the store: signed by an accepted key, all its artifacts present. Subject: {@code release/<id>}.
 *
 * @param product whose software it is
 * @param version as evidence will name it
 * @param sequence SUIT sequence number
 * @param envelope the SUIT envelope, itself an artifact
 * @param artifacts what the envelope's manifest fetches
 * @param signer thumbprint of the key that signed
 */
@EntryType("update.release-published")
public record ReleasePublished(
        String product, String version, long sequence, Artifact envelope, List<Artifact> artifacts, String signer)
        implements UpdateEvent {
    public ReleasePublished {
        artifacts = List.copyOf(artifacts);
    }
}
