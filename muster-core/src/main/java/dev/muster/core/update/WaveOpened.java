package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * A wave began. Subject: {@code rollout/<id>}.
 *
 * @param wave 0 is the canary
 * @param devices how many are offered the release in it
 */
@EntryType("update.wave-opened")
public record WaveOpened(int wave, int devices) implements UpdateEvent {}
