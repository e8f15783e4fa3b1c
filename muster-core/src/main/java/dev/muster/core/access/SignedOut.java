package dev.muster.core.access;

import dev.muster.core.ledger.EntryType;

/** A session ended before its time. */
@EntryType("access.signed-out")
public record SignedOut(String operator, String sessionHash) implements AccessEvent {}
