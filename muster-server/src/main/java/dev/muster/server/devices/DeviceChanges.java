package dev.muster.server.devices;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sequence.Stored;
import dev.muster.ledger.sql.Tx;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what is written about devices, so that what was read about one is known to be still true. An entry counts after
 * its commit and before its answer: whoever knows of it finds the count changed. Devices share counts, which costs some of
 * them a question too many.
 */
public final class DeviceChanges implements Projection {
    private static final int COUNTS = 1 << 14;
    private static final String DEVICE = "device";

    private final AtomicLongArray counts = new AtomicLongArray(COUNTS);
    private final Set<Class<? extends Event>> events;
    private final boolean complete;

    /**
     * @param events all that change what a device may do
     * @param complete whether every entry is written by this process: where another server may write, nothing that was
     *     read once is known to be still true
     */
    public DeviceChanges(Set<Class<? extends Event>> events, boolean complete) {
        this.events = Set.copyOf(events);
        this.complete = complete;
    }

    /** Whether equal counts mean that nothing has changed. */
    boolean complete() {
        return complete;
    }

    /** Another number after every entry about the device. */
    long of(OrgId org, DeviceId device) {
        return counts.get(place(org, device.value()));
    }

    private static int place(OrgId org, String device) {
        int hash = Objects.hash(org.value(), device);
        return (hash ^ (hash >>> 16)) & (COUNTS - 1);
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return events;
    }

    /** Keeps no register. */
    @Override
    public void apply(Tx tx, Entry entry, Event event) {}

    @Override
    public void committed(Stored stored) {
        if (stored.entry().subject().kind().equals(DEVICE)) {
            counts.incrementAndGet(
                    place(stored.entry().org(), stored.entry().subject().id()));
        }
    }
}
