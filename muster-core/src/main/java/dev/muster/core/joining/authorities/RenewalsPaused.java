package dev.muster.core.joining.authorities;

import dev.muster.core.ledger.EntryType;

/**
 * Devices are not asked to leave the authority before the present one for now, or are again. Subject: {@code org/<id>}.
 *
 * @param paused whether they are not
 * @param reason for people, may be empty
 */
@EntryType("joining.renewals-paused")
public record RenewalsPaused(boolean paused, String reason) implements AuthorityEvent {}
