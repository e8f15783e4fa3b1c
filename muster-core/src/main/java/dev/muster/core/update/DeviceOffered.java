package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * A device was asked to install. Subject: {@code device/<id>}.
 *
 * @param order the order's id
 */
@EntryType("update.device-offered")
public record DeviceOffered(String rollout, String release, int wave, String order) implements UpdateEvent {}
