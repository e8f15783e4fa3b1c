package dev.muster.core.joining;

import dev.muster.core.ledger.Event;

/** What can happen on the way into an organisation. */
public sealed interface JoiningEvent extends Event
        permits AnchorAdded, AnchorRemoved, AuthorityCreated, Enrolled, EnrolmentRefused, OwnershipReleased {}
