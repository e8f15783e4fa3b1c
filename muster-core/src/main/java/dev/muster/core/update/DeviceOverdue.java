package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * A device neither installed nor refused before its wave's deadline. It is no longer waited for; the order stands. Subject: {@code device/<id>}.
 */
@EntryType("update.device-overdue")
public record DeviceOverdue(String rollout, String release) implements UpdateEvent {}
