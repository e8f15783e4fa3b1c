package dev.muster.core.attestation;

import dev.muster.core.ledger.EntryType;

/**
 * A device that is known sent something that is not evidence of it now. Subject: {@code device/<id>}. The same refusal
 * again within {@link Evidences#QUIET} leaves no further entry.
 *
 * @param code stable reason, see {@link Refusal}
 * @param detail one sentence for people
 * @param evidenceDigest SHA-256 of what was sent, hexadecimal
 */
@EntryType("attestation.evidence-refused")
public record EvidenceRefused(String code, String detail, String evidenceDigest) implements AttestationEvent {}
