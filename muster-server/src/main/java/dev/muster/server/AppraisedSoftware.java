package dev.muster.server;

import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.Match;
import dev.muster.core.ledger.Event;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.server.update.AttestedSoftware;
import java.util.Optional;
import java.util.Set;

/** Tells updates what appraisals prove: the version of the reference value that matched, never the device's own word. */
final class AppraisedSoftware implements AttestedSoftware {
    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(EvidenceAppraised.class);
    }

    @Override
    public Optional<String> version(Event event) {
        if (!(event instanceof EvidenceAppraised appraised)) {
            return Optional.empty();
        }
        return Optional.of(
                contradicts(event) ? "" : appraised.match().map(Match::version).orElse(""));
    }

    @Override
    public Optional<byte[]> capabilities(Event event) {
        return event instanceof EvidenceAppraised appraised ? appraised.capabilities() : Optional.empty();
    }

    @Override
    public Optional<Long> keyEpoch(Event event) {
        return event instanceof EvidenceAppraised appraised ? appraised.keyEpoch() : Optional.empty();
    }

    @Override
    public boolean contradicts(Event event) {
        return event instanceof EvidenceAppraised appraised && appraised.status() == TrustTier.CONTRAINDICATED;
    }
}
