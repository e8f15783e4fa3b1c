package dev.muster.core.joining.authorities;

import dev.muster.core.ledger.Event;

/** What can happen to the authorities of an organisation. */
public sealed interface AuthorityEvent extends Event
        permits AuthorityMade,
                AuthorityCrossed,
                AuthorityActivated,
                AuthorityRetired,
                AuthorityStepProposed,
                AuthorityStepAnswered,
                RenewalsPaused {}
