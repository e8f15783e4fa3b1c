package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * Somebody decided how many bytes an hour all rollouts of an organisation together may offer. Subject: {@code org/<id>}; a
 * later one replaces it.
 *
 * @param perHour 0 for any number
 */
@EntryType("update.bytes-capped")
public record BytesCapped(long perHour) implements UpdateEvent {}
