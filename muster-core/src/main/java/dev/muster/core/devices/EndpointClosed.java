package dev.muster.core.devices;

import dev.muster.core.ledger.EntryType;

/**
 * A place that was opened is closed before its time. Subject: {@code device/<id>}.
 *
 * @param session id of the record that opened it
 */
@EntryType("devices.endpoint-closed")
public record EndpointClosed(String session) implements DeviceEvent {}
