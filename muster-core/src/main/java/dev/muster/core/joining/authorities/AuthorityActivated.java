package dev.muster.core.joining.authorities;

import dev.muster.core.ledger.EntryType;

/**
 * An announced authority issues from now on, and the one before it of the same role does no longer. Subject: {@code
 * authority/<SHA-256, hex>}.
 *
 * @param role of both
 */
@EntryType("joining.authority-activated")
public record AuthorityActivated(Role role) implements AuthorityEvent {}
