package dev.muster.core.attestation;

/**
 * Evidence up to the point where it can be appraised: the signature first, over the bytes as received, and only then the
 * claims. Needs nothing that is stored but keys, so it runs outside the transaction.
 */
public sealed interface EvidenceReading {
    /** What a key that is known has signed. */
    record Read(Statement statement) implements EvidenceReading {}

    /** @param detail one sentence for people */
    record Unreadable(Refusal refusal, String detail) implements EvidenceReading {}
}
