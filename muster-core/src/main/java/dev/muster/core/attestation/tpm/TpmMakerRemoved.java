package dev.muster.core.attestation.tpm;

import dev.muster.core.ledger.EntryType;

/**
 * An operator believes the authority no longer. What was proved under it stays proved until it is too old. Subject: as in
 * {@link TpmMakerAdded}.
 *
 * @param reason for people, may be empty
 */
@EntryType("attestation.tpm-maker-removed")
public record TpmMakerRemoved(String reason) implements TpmKeyEvent {}
