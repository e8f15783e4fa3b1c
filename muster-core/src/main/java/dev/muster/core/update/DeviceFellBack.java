package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * Evidence shows another version on a device that had shown the release before: it was rolled back, by an order or by
 * itself. Subject: {@code device/<id>}.
 *
 * @param version what it shows now
 */
@EntryType("update.device-fell-back")
public record DeviceFellBack(String rollout, String release, String version) implements UpdateEvent {}
