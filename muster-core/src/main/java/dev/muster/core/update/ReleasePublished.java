package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;
import java.util.List;
import java.util.Optional;

/**
 * A release came into the store: signed by accepted keys, all its artifacts present. Subject: {@code release/<id>}. The
 * optional components are absent in old entries.
 *
 * @param product whose software it is
 * @param version as evidence will name it
 * @param sequence SUIT sequence number
 * @param envelope the SUIT envelope, itself an artifact
 * @param artifacts what the envelope's manifest fetches
 * @param signer thumbprint of the first key that signed
 * @param signers thumbprints of all accepted keys that signed
 * @param analysis what was found on the ways through its manifest
 */
@EntryType("update.release-published")
public record ReleasePublished(
        String product,
        String version,
        long sequence,
        Artifact envelope,
        List<Artifact> artifacts,
        String signer,
        Optional<List<String>> signers,
        Optional<Analysed> analysis)
        implements UpdateEvent {
    /**
     * What was found by going through every way that the manifest may take.
     *
     * @param findings one line each; empty when it is clean
     * @param classes how many capability reports of the product it was held against; absent in old entries
     * @param waiver why it was published all the same, in somebody's words; empty when there was nothing to waive
     */
    public record Analysed(List<String> findings, String waiver, Optional<Integer> classes) {
        public Analysed {
            findings = List.copyOf(findings);
        }
    }

    public ReleasePublished {
        artifacts = List.copyOf(artifacts);
        signers = signers.map(List::copyOf);
    }
}
