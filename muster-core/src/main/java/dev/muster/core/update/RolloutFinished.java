package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * The last wave is settled. Devices of the product that come later are still offered the release. Subject: {@code rollout/<id>}.
 */
@EntryType("update.rollout-finished")
public record RolloutFinished(int updated, int failed, int overdue) implements UpdateEvent {}
