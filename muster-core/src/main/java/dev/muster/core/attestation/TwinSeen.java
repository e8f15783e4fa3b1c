package dev.muster.core.attestation;

import dev.muster.core.ledger.EntryType;

/**
 * A counter went backwards under one key: the device exists twice, or was set back to an older copy. From here on no
 * evidence under that key is believed, until a person puts the device back into service or it has another key. Subject:
 * {@code device/<id>}.
 *
 * @param key SHA-256 of the SubjectPublicKeyInfo, hexadecimal
 * @param detail what went backwards, one sentence
 * @param bootCount the highest that was seen
 * @param shown what the evidence said
 * @param evidenceDigest SHA-256 of that evidence, hexadecimal
 */
@EntryType("attestation.twin-seen")
public record TwinSeen(String key, String detail, long bootCount, long shown, String evidenceDigest)
        implements AttestationEvent {}
