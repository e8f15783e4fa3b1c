package dev.muster.core.attestation;

/** What a device gets for its evidence. */
public sealed interface EvidenceAnswer {
    /** Appraised, for better or worse. */
    record Appraised(EvidenceAppraised event) implements EvidenceAnswer {}

    /** Not evidence of this device now. */
    record Refused(Refusal refusal, String detail) implements EvidenceAnswer {}
}
