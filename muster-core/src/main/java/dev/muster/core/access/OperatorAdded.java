package dev.muster.core.access;

import dev.muster.core.ledger.EntryType;

/**
 * Someone may act in the organisation, or has another role now.
 *
 * @param operator name, {@code [a-z][a-z0-9._-]{0,63}}
 */
@EntryType("access.operator-added")
public record OperatorAdded(String operator, Role role) implements AccessEvent {}
