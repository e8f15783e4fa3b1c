package dev.muster.core.access;

import dev.muster.core.ledger.EntryType;

/** A key opens nothing any more. Sessions that it opened go on until they end or are ended. */
@EntryType("access.passkey-removed")
public record PasskeyRemoved(String operator, String credential) implements AccessEvent {}
