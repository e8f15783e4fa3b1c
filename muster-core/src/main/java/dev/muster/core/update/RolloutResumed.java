package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * Somebody resumed a rollout; the wave that paused it is taken as good. Subject: {@code rollout/<id>}.
 *
 * @param acceptedWave the wave whose outcome does not pause the rollout again
 */
@EntryType("update.rollout-resumed")
public record RolloutResumed(int acceptedWave) implements UpdateEvent {}
