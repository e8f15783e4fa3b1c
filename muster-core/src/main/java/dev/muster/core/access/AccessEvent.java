package dev.muster.core.access;

import dev.muster.core.ledger.Event;

/** What can happen to the question who may do what. */
public sealed interface AccessEvent extends Event
        permits OrgCreated,
                OperatorAdded,
                TokenIssued,
                TokenRevoked,
                SignInLinkMade,
                SignedIn,
                SignedOut,
                OperatorRemoved,
                SessionsEnded,
                PasskeyAdded,
                PasskeyRemoved,
                PasskeySignedIn {}
