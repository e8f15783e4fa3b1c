package dev.muster.core.attestation.tpm;

import dev.muster.core.ledger.Event;

/** What can happen to makers of TPMs and keys in them. */
public sealed interface TpmKeyEvent extends Event
        permits TpmMakerAdded, TpmMakerRemoved, EndorsementListed, KeyProved {}
