package dev.muster.server.devices;

import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.OrderDesk;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Closes orders that nobody reported on in time. Run it every minute or so; a poll never delivers them anyway. */
public final class OrderSweep implements Runnable {

    /** Devices in one run: the ledger stays free for others, the rest comes with the next run. */
    private static final int MAX_DEVICES = 256;

    private final Database database;
    private final Shell shell;
    private final InstantSource clock;

    public OrderSweep(Database database, Shell shell, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.clock = clock;
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        List<SqlDeviceRegister.OverdueDevice> overdue =
                database.read(tx -> SqlDeviceRegister.overdue(tx, now, MAX_DEVICES));
        for (SqlDeviceRegister.OverdueDevice one : overdue) {
            shell.<DeviceRegister, Integer>run(
                    one.org(),
                    tx -> new SqlDeviceRegister(tx, one.org()),
                    register -> OrderDesk.expire(one.device(), register, now));
        }
    }
}
