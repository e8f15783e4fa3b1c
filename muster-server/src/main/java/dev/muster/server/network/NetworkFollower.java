package dev.muster.server.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.Endpoint;
import dev.muster.core.network.NetworkDesk;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.devices.SqlDeviceRegister;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Gives a device the network policy of its state, whoever changed the state. Entries may come twice. */
public final class NetworkFollower implements Follower {

    private static final Set<String> TYPES = Set.of("devices.state-changed", "devices.order-closed");

    private final Shell shell;
    private final Function<Entry, Optional<Event>> events;
    private final Supplier<List<Endpoint>> server;
    private final InstantSource clock;

    /**
     * @param events decodes an entry
     * @param server where devices reach this server; known only once the listeners are open
     */
    public NetworkFollower(
            Shell shell,
            Function<Entry, Optional<Event>> events,
            Supplier<List<Endpoint>> server,
            InstantSource clock) {
        this.shell = shell;
        this.events = events;
        this.server = server;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "network";
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        for (Entry entry : entries) {
            if (TYPES.contains(entry.type())) {
                events.apply(entry).filter(NetworkDesk::concerns).ifPresent(event -> follow(org, entry, event));
            }
        }
    }

    private void follow(OrgId org, Entry entry, Event event) {
        shell.run(org, tx -> desk(tx, org), desk -> decide(desk, entry, event));
    }

    /** The desk over a transaction, also for measures that another topic asks for. */
    public NetworkDesk desk(Tx tx, OrgId org) {
        return new NetworkDesk(
                new SqlNetworkStore(tx, org), new SqlDeviceRegister(tx, org), server.get(), clock.instant());
    }

    private static Decision<Optional<String>> decide(NetworkDesk desk, Entry entry, Event event) {
        DeviceId device = DeviceId.of(entry.subject());
        return switch (event) {
            case StateChanged changed -> desk.stateChanged(device, changed, entry.index());
            case OrderClosed closed -> desk.orderClosed(device, closed);
            default -> Decision.of(Optional.empty());
        };
    }
}
