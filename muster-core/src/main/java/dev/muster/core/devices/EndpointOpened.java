package dev.muster.core.devices;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;

/**
 * A place was opened for a device until a time. Subject: {@code device/<id>}.
 *
 * @param address an IPv4 or IPv6 literal
 * @param port TCP port
 * @param until it is closed then at the latest
 * @param session id of the record that opens it; unique in the organisation
 */
@EntryType("devices.endpoint-opened")
public record EndpointOpened(String address, int port, Instant until, String session) implements DeviceEvent {}
