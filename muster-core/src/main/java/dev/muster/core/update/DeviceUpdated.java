package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;
import java.util.Optional;

/**
 * Accepted evidence shows that the device runs the release. Subject: {@code device/<id>}.
 *
 * @param latencySeconds from the publication of the release to the evidence
 * @param ordered whether the device had an order to install it, or had reported on one; false when its order had ended and
 *     it came to the release by other means; empty in entries from before this was told apart
 */
@EntryType("update.device-updated")
public record DeviceUpdated(
        String rollout, String release, String version, long latencySeconds, Optional<Boolean> ordered)
        implements UpdateEvent {}
