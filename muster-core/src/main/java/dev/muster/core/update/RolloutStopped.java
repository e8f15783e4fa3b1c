package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;
import java.util.Optional;

/**
 * A rollout ended before its end. Open orders were taken back. Subject: {@code rollout/<id>}.
 *
 * @param reason {@code operator}, {@code superseded}, {@code everything}
 * @param more whether there are open orders left that are taken back in the next steps; absent in old entries
 * @param why in the words of whoever did it; absent when nothing was said
 */
@EntryType("update.rollout-stopped")
public record RolloutStopped(String reason, Optional<Boolean> more, Optional<String> why) implements UpdateEvent {}
