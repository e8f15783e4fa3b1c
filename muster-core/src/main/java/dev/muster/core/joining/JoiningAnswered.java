package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;

/**
 * A person let a waiting device in, or did not. Subject: as in {@link JoiningRequested}.
 *
 * @param factory digest of the IDevID certificate that the word is about
 * @param reason for people, may be empty
 */
@EntryType("joining.answered")
public record JoiningAnswered(String factory, boolean admitted, String reason) implements JoiningEvent {}
