package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * Evidence shows something else on a device that had shown the release before: it was rolled back, by an order or by
 * itself, or its software was changed. Subject: {@code device/<id>}.
 *
 * @param version what it shows now; empty when its evidence contradicts the reference values
 */
@EntryType("update.device-fell-back")
public record DeviceFellBack(String rollout, String release, String version) implements UpdateEvent {}
