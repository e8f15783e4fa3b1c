package dev.muster.server.attestation;

import dev.muster.core.attestation.AttestationStore;
import dev.muster.core.attestation.EvidenceAnswer;
import dev.muster.core.attestation.EvidenceRequest;
import dev.muster.core.attestation.Evidences;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Tx;
import dev.muster.ledger.witness.DeviceHeads;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Decides about evidence that came at the same time: one look at the registers and one write for all of it. */
final class EvidenceTogether implements Shell.JointDesk<EvidenceTogether.Shown, EvidenceAnswer> {
    /**
     * Evidence that was read already.
     *
     * @param head what the device has seen of the ledger: it counts when the evidence is authentic, whatever it says of
     *     the software
     */
    record Shown(EvidenceRequest asked, DeviceHeads.Shown head) {}

    private final Evidences desk;
    private final ReferenceSets sets;
    private final InstantSource clock;

    EvidenceTogether(Evidences desk, ReferenceSets sets, InstantSource clock) {
        this.desk = desk;
        this.sets = sets;
        this.clock = clock;
    }

    @Override
    public List<Decision<EvidenceAnswer>> decide(Tx tx, OrgId org, List<Shown> items) {
        TogetherStore known = new TogetherStore(new SqlAttestationStore(tx, org, sets));
        List<Decision<EvidenceAnswer>> decisions = new ArrayList<>(items.size());
        for (Shown item : items) {
            Instant now = clock.instant();
            Decision<EvidenceAnswer> decided = desk.decide(item.asked(), known, now);
            decided.drafts().forEach(draft -> known.shown(item.asked().device(), draft.event()));
            decisions.add(
                    switch (decided.answer()) {
                        case EvidenceAnswer.Appraised appraised -> {
                            appraised.event().usedUp().forEach(known::use);
                            yield item.head().with(tx, decided);
                        }
                        case EvidenceAnswer.Refused refused -> {
                            if (!decided.drafts().isEmpty()) {
                                known.refused(
                                        item.asked().device(),
                                        new AttestationStore.LastRefusal(
                                                refused.refusal().code(), now));
                            }
                            yield decided;
                        }
                    });
        }
        return decisions;
    }
}
