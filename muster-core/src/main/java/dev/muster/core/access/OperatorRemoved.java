package dev.muster.core.access;

import dev.muster.core.ledger.EntryType;

/** Someone may no longer act in the organisation; their tokens, links and sessions ended with it, for ever. */
@EntryType("access.operator-removed")
public record OperatorRemoved(String operator) implements AccessEvent {}
