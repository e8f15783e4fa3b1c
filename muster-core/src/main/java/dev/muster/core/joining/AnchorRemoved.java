package dev.muster.core.joining;

import dev.muster.core.ledger.EntryType;

/**
 * An operator trusts a maker's authority no longer. Devices that joined under it stay. Subject: as in
 * {@link AnchorAdded}.
 *
 * @param reason for people, may be empty
 */
@EntryType("joining.anchor-removed")
public record AnchorRemoved(String reason) implements JoiningEvent {}
