package dev.muster.core.attestation;

import dev.muster.core.attestation.AttestationStore.Origin;
import dev.muster.core.devices.DeviceId;
import dev.muster.format.attest.corim.Environment;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * An appraisal without a server: evidence, endorsements, and what the person who asks knows of the device. Nothing is kept,
 * so nothing can be told about a nonce that was used before.
 */
public final class OfflineAppraisal {
    /** Whose reference values these are when nobody says whose device it is. */
    private static final String SOMEBODY = "the endorsements given";

    private final Schemes schemes;

    public OfflineAppraisal(Schemes schemes) {
        this.schemes = schemes;
    }

    /**
     * @param enrolled the key of the device's certificate, for profiles that are signed with it
     * @param origin maker and model of the device, when known
     * @param device its id, to find keys that are registered for it alone
     * @param nonce that the evidence must be for; empty: its freshness is not judged
     * @param at the time of appraisal
     */
    public record Question(
            String mediaType,
            byte[] evidence,
            Optional<PublicKey> enrolled,
            Optional<Origin> origin,
            Optional<DeviceId> device,
            Optional<byte[]> nonce,
            Instant at) {
        /** The name under which the endorsements must be put. */
        public String maker() {
            return origin.map(Origin::maker).orElse(SOMEBODY);
        }
    }

    /** @param references manifests under the name {@link Question#maker()} */
    public EvidenceAnswer answer(Question question, ReferenceSet references) {
        return answer(question, references, SharedKeys.NONE);
    }

    /**
     * @param references manifests under the name {@link Question#maker()}
     * @param shared keys that the person shares with whom the evidence names
     */
    public EvidenceAnswer answer(Question question, ReferenceSet references, SharedKeys shared) {
        EvidenceKeys keys = new WithShared(keys(question, references), shared);
        EvidenceReading reading = schemes.read(question.mediaType(), question.evidence(), keys);
        return switch (reading) {
            case EvidenceReading.Unreadable bad -> new EvidenceAnswer.Refused(bad.refusal(), bad.detail());
            case EvidenceReading.Read read -> appraise(question, read.statement(), references);
        };
    }

    private static EvidenceKeys keys(Question question, ReferenceSet references) {
        Optional<Environment> device =
                question.origin().flatMap(origin -> question.device().map(id -> EvidenceKeys.environment(origin, id)));
        return EvidenceKeys.of(question.enrolled(), references, device);
    }

    private EvidenceAnswer appraise(Question question, Statement statement, ReferenceSet references) {
        boolean fresh = question.nonce()
                .map(nonce -> Arrays.equals(nonce, statement.nonce()))
                .orElse(true);
        if (!fresh) {
            return new EvidenceAnswer.Refused(Refusal.NONCE_UNKNOWN, "the evidence is for another nonce");
        }
        Optional<EvidenceReading.Unreadable> late = Evidences.notOfNow(statement.times(), question.at());
        if (late.isPresent()) {
            return new EvidenceAnswer.Refused(late.get().refusal(), late.get().detail());
        }
        Origin origin = question.origin().or(() -> statement.device().origin()).orElse(new Origin("", ""));
        Optional<Environment> environment = statement
                .device()
                .environment()
                .or(() -> question.origin()
                        .or(() -> statement.device().origin())
                        .map(of -> Environment.of(of.maker(), of.model())));
        if (environment.isEmpty()) {
            return new EvidenceAnswer.Refused(
                    Refusal.DEVICE_UNKNOWN, "the evidence does not say whose device it is of: name maker and model");
        }
        Appraisal appraisal = Appraiser.appraise(
                schemes.named(statement.scheme()),
                statement,
                environment.get(),
                question.origin()
                        .map(Origin::maker)
                        .or(() -> references.makerOf(statement.key()))
                        .orElse(SOMEBODY),
                references,
                question.at());
        return new EvidenceAnswer.Appraised(Decided.event(
                question.evidence(),
                Schemes.bare(question.mediaType()),
                origin,
                statement,
                new Fresh.By(question.at()),
                appraisal,
                question.at(),
                Optional.empty(),
                false));
    }
}
