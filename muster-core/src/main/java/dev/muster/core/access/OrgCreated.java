package dev.muster.core.access;

import dev.muster.core.ledger.EntryType;

/**
 * The first entry of every record: the organisation exists.
 *
 * @param name for people
 */
@EntryType("access.org-created")
public record OrgCreated(String name) implements AccessEvent {}
