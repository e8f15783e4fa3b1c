package dev.muster.core.update;

import dev.muster.core.ledger.Event;

/** What can happen to releases, rollouts and installations. */
public sealed interface UpdateEvent extends Event
        permits SignerAccepted,
                SignerRevoked,
                SignersNeeded,
                CapabilitiesDeclared,
                BytesCapped,
                ReleasePublished,
                RolloutStarted,
                RolloutPaused,
                RolloutResumed,
                RolloutStopped,
                RolloutFinished,
                WaveOpened,
                DeviceOffered,
                DeviceUpdated,
                DeviceFailed,
                DeviceOverdue,
                DeviceFellBack,
                DeviceLeft,
                DeviceClaimed,
                DeviceHeld,
                InstallReported,
                KeyListPublished,
                UserAsked,
                DdiAttached,
                DdiGatewayOpened,
                ArtifactUploaded,
                DdiAttributesSaid,
                DdiBack,
                DdiCancelAnswered {}
