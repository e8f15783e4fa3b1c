package dev.muster.core.attestation.tpm;

import dev.muster.core.ledger.EntryType;

/**
 * A list says which endorsement key a device has: no other TPM is believed to be its. Subject: {@code device/<id>}.
 *
 * @param endorsement SHA-256 of the key's SubjectPublicKeyInfo, hex
 */
@EntryType("attestation.tpm-listed")
public record EndorsementListed(String endorsement) implements TpmKeyEvent {}
