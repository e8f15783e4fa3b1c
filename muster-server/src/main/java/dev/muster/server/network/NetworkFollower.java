package dev.muster.server.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.Endpoint;
import dev.muster.core.network.MudAnswered;
import dev.muster.core.network.MudTaken;
import dev.muster.core.network.NetworkDesk;
import dev.muster.core.network.SiteSet;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.devices.SqlDeviceRegister;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives a device the network policy that everything said of it comes to, whoever said it: its state, its maker's
 * description, overrides, windows of work. Entries may come twice.
 */
public final class NetworkFollower implements Follower {

    /** The entries that a policy is made of. */
    static final Set<String> TYPES = Set.of(
            "devices.state-changed",
            "devices.order-closed",
            "network.mud-taken",
            "network.mud-answered",
            "network.mud-url",
            "network.site-set",
            "network.override-set",
            "network.override-ended",
            "network.vendor-window");

    /** Devices of one description that are looked at between two questions to the database. */
    private static final int PAGE = 500;

    private final Database database;
    private final Shell shell;
    private final Function<Entry, Optional<Event>> events;
    private final Supplier<List<Endpoint>> server;
    private final InstantSource clock;

    /**
     * @param events decodes an entry
     * @param server where devices reach this server; known only once the listeners are open
     */
    public NetworkFollower(
            Database database,
            Shell shell,
            Function<Entry, Optional<Event>> events,
            Supplier<List<Endpoint>> server,
            InstantSource clock) {
        this.database = database;
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
                events.apply(entry).ifPresent(event -> follow(org, entry, event));
            }
        }
    }

    private void follow(OrgId org, Entry entry, Event event) {
        switch (event) {
            case MudTaken taken when taken.waits() -> {
                // Nothing changes before a person has approved it.
            }
            case MudAnswered answered when !answered.approved() -> {
                // Nothing changes.
            }
            case MudTaken _, MudAnswered _ -> all(org, entry.subject().id(), entry.index());
            case SiteSet _ -> all(org, "", entry.index());
            default -> {
                if (NetworkDesk.concerns(event)) {
                    shell.run(org, tx -> desk(tx, org), desk -> decide(desk, entry, event));
                }
            }
        }
    }

    /** Each device in a decision of its own: a fleet's worth of work must not stop everybody else's. */
    private void all(OrgId org, String url, long because) {
        String after = "";
        List<DeviceId> page;
        do {
            String from = after;
            page = database.read(tx -> new SqlNetworkStore(tx, org).devices(url, from, PAGE));
            for (DeviceId device : page) {
                refresh(org, device, because);
                after = device.value();
            }
        } while (page.size() == PAGE);
    }

    /** Derives a device's policy anew and asks for it where it changed. */
    void refresh(OrgId org, DeviceId device, long because) {
        shell.run(org, tx -> desk(tx, org), desk -> desk.refresh(device, because));
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
            default -> desk.refresh(device, entry.index());
        };
    }
}
