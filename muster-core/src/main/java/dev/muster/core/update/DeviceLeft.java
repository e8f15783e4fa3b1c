package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * A device that was offered a release is no longer waited for, through no fault of either. Subject: {@code device/<id>}.
 *
 * @param reason {@code device-<state>} when it went out of service, {@code order-withdrawn} when its order was taken back
 */
@EntryType("update.device-left")
public record DeviceLeft(String rollout, String release, String reason) implements UpdateEvent {}
