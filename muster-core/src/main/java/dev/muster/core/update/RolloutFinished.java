package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;
import java.util.Optional;

/**
 * The last wave is settled. What is written here is what was known then; devices that answer later are followed in the
 * register. Subject: {@code rollout/<id>}.
 *
 * @param already devices that had the release without this rollout
 * @param unseen devices in service of which no evidence ever came
 * @param left devices that went out of service
 * @param claimed devices that say so and cannot show it
 */
@EntryType("update.rollout-finished")
public record RolloutFinished(
        int updated,
        int failed,
        int overdue,
        Optional<Integer> already,
        Optional<Integer> unseen,
        Optional<Integer> left,
        Optional<Integer> claimed)
        implements UpdateEvent {}
