package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * A rollout ended before its end. Open orders were taken back. Subject: {@code rollout/<id>}.
 *
 * @param reason {@code operator}, {@code superseded}
 */
@EntryType("update.rollout-stopped")
public record RolloutStopped(String reason) implements UpdateEvent {}
