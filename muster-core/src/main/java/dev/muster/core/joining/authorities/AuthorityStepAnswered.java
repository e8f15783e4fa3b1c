package dev.muster.core.joining.authorities;

import dev.muster.core.ledger.EntryType;

/**
 * A proposed step got its word, or was taken back. Subject: as in {@link AuthorityStepProposed}.
 *
 * @param approved whether it is taken
 * @param reason for people, may be empty
 */
@EntryType("joining.authority-step-answered")
public record AuthorityStepAnswered(boolean approved, String reason) implements AuthorityEvent {}
