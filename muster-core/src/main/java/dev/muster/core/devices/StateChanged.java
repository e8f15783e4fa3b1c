package dev.muster.core.devices;

import dev.muster.core.ledger.EntryType;

/**
 * A device's state changed. Subject: {@code device/<id>}. Only the devices desk writes it, and only along
 * {@link DeviceState#next()}.
 *
 * @param from the state before
 * @param to the state after
 * @param reason a stable code: {@code enrolled}, {@code operator}, {@code verdict-contraindicated}, ...
 * @param detail one sentence for people; may be empty
 */
@EntryType("devices.state-changed")
public record StateChanged(DeviceState from, DeviceState to, String reason, String detail) implements DeviceEvent {}
