package dev.muster.core.attestation;

import dev.muster.core.attestation.AttestationStore.Origin;
import dev.muster.core.attestation.corim.Processor;
import dev.muster.format.crypto.CryptoException;
import java.time.Instant;
import java.util.Optional;

/**
 * Questions about evidence that was appraised before: what would another set of reference values make of it, and which
 * statements of makers had a part. The evidence is read and verified again under the key of its entry; nothing is decided.
 */
public final class Hindsight {
    private final Schemes schemes;

    public Hindsight(Schemes schemes) {
        this.schemes = schemes;
    }

    /**
     * What the evidence of an entry would come to.
     *
     * @param policy the organisation's rules, or others that are imagined
     * @param at the time of the appraisal that is imagined
     * @param shared every shared key there ever was
     * @return empty when the evidence does not verify under the key of its entry
     */
    public Optional<Appraisal> whatIf(
            EvidenceAppraised before, ReferenceSet candidate, PolicyTable policy, Instant at, SharedKeys shared) {
        return statement(before, candidate, shared)
                .map(statement -> policy.apply(
                        Appraiser.appraise(
                                        schemes.named(statement.scheme()),
                                        statement,
                                        Evidences.environment(statement, origin(before)),
                                        origin(before).maker(),
                                        candidate,
                                        at,
                                        before.earlier())
                                .because(Fresh.told(
                                        Fresh.Way.ofWord(before.freshBy()), statement, before.nonceExpiresAt())),
                        statement,
                        origin(before).model(),
                        before.isBound()));
    }

    /**
     * Every statement of makers that had a part in an appraisal, with what became of it, and the claims that came out.
     *
     * @param references the set that the entry names
     * @param shared every shared key there ever was
     * @return empty when the evidence does not verify under the key of its entry
     */
    public Optional<Processor.Result> explain(EvidenceAppraised before, ReferenceSet references, SharedKeys shared) {
        return statement(before, references, shared)
                .map(statement -> new Phases(references, origin(before).maker(), before.appraisedAt())
                        .run(statement, references.located(Evidences.environment(statement, origin(before)))));
    }

    private static Origin origin(EvidenceAppraised before) {
        return new Origin(before.software().maker(), before.software().model());
    }

    private Optional<Statement> statement(EvidenceAppraised before, ReferenceSet references, SharedKeys shared) {
        try {
            EvidenceReading reading = schemes.read(
                    before.readAs(),
                    before.evidence(),
                    EvidenceKeys.again(before, Optional.empty(), references, shared));
            return reading instanceof EvidenceReading.Read read ? Optional.of(read.statement()) : Optional.empty();
        } catch (CryptoException unusable) {
            return Optional.empty();
        }
    }
}
