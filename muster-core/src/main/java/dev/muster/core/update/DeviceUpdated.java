package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * Accepted evidence shows that the device runs the release. Subject: {@code device/<id>}.
 *
 * @param latencySeconds from the publication of the release to the evidence
 */
@EntryType("update.device-updated")
public record DeviceUpdated(String rollout, String release, String version, long latencySeconds)
        implements UpdateEvent {}
