package dev.muster.core.attestation;

import dev.muster.core.ledger.EntryType;

/** Nothing under this shared key is believed from here on. Subject: {@code attestation-key/<id>}. */
@EntryType("attestation.shared-key-removed")
public record SharedKeyRemoved(String id, String because) implements AttestationEvent {}
