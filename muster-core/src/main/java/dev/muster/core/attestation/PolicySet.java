package dev.muster.core.attestation;

import dev.muster.core.ledger.EntryType;

/** The organisation's decision table over appraisals is another one from here on. Subject: {@code policy/attestation}. */
@EntryType("attestation.policy-set")
public record PolicySet(PolicyTable table) implements AttestationEvent {}
