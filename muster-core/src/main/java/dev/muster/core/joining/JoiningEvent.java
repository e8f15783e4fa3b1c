package dev.muster.core.joining;

import dev.muster.core.ledger.Event;

/** What can happen on the way into an organisation. */
public sealed interface JoiningEvent extends Event
        permits AdmissionSet,
                AnchorAdded,
                AnchorRemoved,
                AuthorityCreated,
                DeviceIdentified,
                Enrolled,
                EnrolmentRefused,
                FactoryKeySeen,
                JoiningAnswered,
                JoiningRequested,
                KeyShared,
                OwnershipReleased,
                TokenMade,
                TokenWithdrawn,
                VoucherAsked,
                VoucherSignerAdded,
                VoucherSignerRemoved,
                VoucherTaken {}
