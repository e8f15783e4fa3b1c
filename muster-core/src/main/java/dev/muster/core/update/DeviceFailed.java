package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * The release did not get onto the device. Subject: {@code device/<id>}.
 *
 * @param reason a SUIT reason word; {@code never-attested}: it reported success but evidence did not follow;
 *     {@code contradicted}: its evidence contradicts the reference values since; {@code order-refused},
 *     {@code order-failed}: it gave the order back without a better word
 */
@EntryType("update.device-failed")
public record DeviceFailed(String rollout, String release, String reason, String detail) implements UpdateEvent {}
