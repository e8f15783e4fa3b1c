package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;

/**
 * An operator lets a device enrol once more under another key or factory certificate. Its present certificate is good no
 * longer. Subject: {@code device/<id>}.
 *
 * @param reason for people, may be empty
 */
@EntryType("joining.released")
public record OwnershipReleased(String reason) implements JoiningEvent {}
