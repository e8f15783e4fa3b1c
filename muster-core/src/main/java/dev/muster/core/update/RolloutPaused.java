package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * A rollout makes no more offers until someone resumes it. Subject: {@code rollout/<id>}.
 *
 * @param reason {@code operator}, {@code too-many-failed}, {@code too-few-updated},
 *     {@code too-few-answered}, {@code nobody-answered}
 * @param detail one sentence for people
 */
@EntryType("update.rollout-paused")
public record RolloutPaused(String reason, String detail) implements UpdateEvent {}
