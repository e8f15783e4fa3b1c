package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;

/**
 * Somebody decided whether a device is offered releases. Subject: {@code device/<id>}.
 *
 * @param held true: it is offered none until this says otherwise
 * @param reason for people
 */
@EntryType("update.device-held")
public record DeviceHeld(boolean held, String reason) implements UpdateEvent {}
