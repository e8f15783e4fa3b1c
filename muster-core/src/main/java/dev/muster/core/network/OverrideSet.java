package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;
import java.time.Instant;
import java.util.Optional;

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
 * @param rate how many flows of it may begin; only of what is permitted
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
        Instant until,
        Optional<Rate> rate)
        implements NetworkEvent {
    /** Without a limit. */
    public OverrideSet(
            String id,
            boolean permit,
            boolean from,
            String peer,
            int protocol,
            int low,
            int high,
            String owner,
            String reason,
            Instant until) {
        this(id, permit, from, peer, protocol, low, high, owner, reason, until, Optional.empty());
    }

    /**
     * A bucket of tokens.
     *
     * @param perSecond flows that may begin each second
     * @param burst how many may begin at once after a pause
     */
    public record Rate(int perSecond, int burst) {}
}
