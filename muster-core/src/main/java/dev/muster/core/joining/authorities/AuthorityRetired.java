package dev.muster.core.joining.authorities;

import dev.muster.core.ledger.EntryType;

/**
 * An authority's certificates are accepted no longer. Subject: {@code authority/<SHA-256, hex>}.
 *
 * @param reason for people; not empty when forced
 * @param forced whether certificates lived under it
 * @param live how many
 */
@EntryType("joining.authority-retired")
public record AuthorityRetired(String reason, boolean forced, long live) implements AuthorityEvent {}
