package dev.muster.core.access;

import dev.muster.core.ledger.EntryType;

/** Every browser that was signed in as this operator is signed out, and links that were not used yet open nothing. */
@EntryType("access.sessions-ended")
public record SessionsEnded(String operator) implements AccessEvent {}
