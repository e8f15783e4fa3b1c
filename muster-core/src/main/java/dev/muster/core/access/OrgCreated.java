package dev.muster.core.access;

import dev.muster.core.ledger.EntryType;

/**
 * The organisation exists: the first entry after those that begin its record.
 *
 * @param name for people
 */
@EntryType("access.org-created")
public record OrgCreated(String name) implements AccessEvent {}
