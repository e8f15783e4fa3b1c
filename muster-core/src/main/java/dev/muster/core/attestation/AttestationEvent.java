package dev.muster.core.attestation;

import dev.muster.core.ledger.Event;

/** What can happen to makers' keys, reference values and evidence. */
public sealed interface AttestationEvent extends Event
        permits MakerRegistered,
                ReferenceValuesAdded,
                ReferenceLifeChanged,
                PolicySet,
                SharedKeyImported,
                SharedKeyRemoved,
                EvidenceAppraised,
                EvidenceRefused,
                ResultDisputed,
                TwinSeen {}
