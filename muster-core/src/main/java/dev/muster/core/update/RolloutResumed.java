package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;
import java.util.Optional;

/**
 * Somebody resumed a rollout; the wave that paused it is taken as good. Subject: {@code rollout/<id>}.
 *
 * @param acceptedWave the wave whose outcome does not pause the rollout again
 * @param why in the words of whoever did it; absent when nothing was said
 */
@EntryType("update.rollout-resumed")
public record RolloutResumed(int acceptedWave, Optional<String> why) implements UpdateEvent {}
