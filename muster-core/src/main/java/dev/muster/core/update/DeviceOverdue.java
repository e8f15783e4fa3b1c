package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;
import java.util.Optional;

/**
 * A device neither installed nor refused in time. It is no longer waited for. Subject: {@code device/<id>}.
 *
 * @param reason {@code no-answer} at the wave's deadline, {@code order-expired}; empty in old entries
 */
@EntryType("update.device-overdue")
public record DeviceOverdue(String rollout, String release, Optional<String> reason) implements UpdateEvent {}
