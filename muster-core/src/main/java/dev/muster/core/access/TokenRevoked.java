package dev.muster.core.access;

import dev.muster.core.ledger.EntryType;

/** The token is good for nothing from now on. */
@EntryType("access.token-revoked")
public record TokenRevoked(String id) implements AccessEvent {}
