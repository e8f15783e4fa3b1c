package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;

/**
 * A person permits or forbids a device something, above what its maker says. Subject: {@code device/<id>}.
 *
 * @param id of the override within the device
 * @param permit whether it permits; else it forbids
 * @param from whether the device opens; else the other end
 * @param peer network of the other end
 * @param protocol IP protocol, 0 to 255
 * @param low first port of the end that serves
 * @param high last port
 * @param owner who answers for it
 * @param reason why
 * @param until when it ends by itself
 */
@EntryType("network.override-set")
public record OverrideSet(
        String id,
        boolean permit,
        boolean from,
        String peer,
        int protocol,
        int low,
        int high,
        String owner,
        String reason,
        Instant until)
        implements NetworkEvent {}
