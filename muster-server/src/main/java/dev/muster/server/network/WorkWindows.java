package dev.muster.server.network;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.NetworkWishes;
import dev.muster.core.network.WorkStep;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sequence.Shell;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Opens and closes the windows that work orders ask for. */
final class WorkWindows implements Follower {
    private final Shell shell;
    private final WorkOrders orders;
    private final InstantSource clock;

    WorkWindows(Shell shell, WorkOrders orders, InstantSource clock) {
        this.shell = shell;
        this.orders = orders;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "network-work";
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        for (Entry entry : entries) {
            Optional<WorkStep> step = orders.step(entry);
            if (step.isPresent()) {
                shell.run(
                        org,
                        tx -> new SqlNetworkStore(tx, org),
                        store -> NetworkWishes.work(step.get(), store, clock.instant()));
            }
        }
    }
}
