package dev.muster.core.attestation;

import dev.muster.core.ledger.Refusing;

/** What a device gets for its evidence. */
public sealed interface EvidenceAnswer {
    /** Appraised, for better or worse. */
    record Appraised(EvidenceAppraised event) implements EvidenceAnswer {}

    /** Not evidence of this device now. */
    record Refused(Refusal refusal, String detail) implements EvidenceAnswer, Refusing {
        @Override
        public Kind kind() {
            return Kind.FORBIDDEN;
        }

        @Override
        public String reason() {
            return refusal.code();
        }
    }
}
