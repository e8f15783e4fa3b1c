package dev.muster.core.network;

import dev.muster.core.ledger.Event;

/** What can happen to whom devices may talk to. */
public sealed interface NetworkEvent extends Event
        permits PolicySet,
                MudTaken,
                MudRefused,
                MudAnswered,
                MudUrlLearned,
                SiteSet,
                OverrideSet,
                OverrideEnded,
                VendorWindow,
                GatewaySet,
                GatewayAsked,
                GatewayHolds,
                FlowsSeen,
                RulesChanged {}
