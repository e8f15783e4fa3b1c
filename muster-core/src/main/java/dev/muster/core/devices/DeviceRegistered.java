package dev.muster.core.devices;

import dev.muster.core.ledger.EntryType;

/**
 * A device came into the register. Subject: {@code device/<id>}. It begins in {@link DeviceState#MANUFACTURED}.
 *
 * @param product the id of a product of this organisation
 * @param origin how it got here: {@code manifest} (a maker's list) or {@code joining} (it enrolled by itself)
 */
@EntryType("devices.registered")
public record DeviceRegistered(String product, String origin) implements DeviceEvent {}
