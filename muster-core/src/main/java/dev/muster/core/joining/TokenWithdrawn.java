package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;

/**
 * An operator took a bootstrap token back before it was used. Subject: as in {@link TokenMade}.
 *
 * @param reason for people, may be empty
 */
@EntryType("joining.token-withdrawn")
public record TokenWithdrawn(String reason) implements JoiningEvent {}
