package dev.muster.core.attestation;

import dev.muster.core.ledger.EntryType;

/**
 * A device says, in evidence that it signed, that it did not accept the attestation result before: somebody else signed
 * it, it was for other evidence, or the clocks disagree. Subject: {@code device/<id>}.
 *
 * @param code the device's reason, stable
 * @param resultDigest SHA-256 of the result as the device received it, hexadecimal
 */
@EntryType("attestation.result-disputed")
public record ResultDisputed(String code, String resultDigest) implements AttestationEvent {}
