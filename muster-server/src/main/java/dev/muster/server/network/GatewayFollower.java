package dev.muster.server.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.Endpoint;
import dev.muster.core.network.GatewayDesk;
import dev.muster.core.network.GatewaySet;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives a gateway the rules of the devices behind it, whenever something that they are made of changed, and tells of each device
 * what its gateway said. Entries may come twice. Entries that came together are one order to each gateway.
 */
final class GatewayFollower implements Follower {
    private static final int PAGE = 500;

    private final Database database;
    private final Shell shell;
    private final Function<Entry, Optional<Event>> events;
    private final Supplier<List<Endpoint>> server;
    private final InstantSource clock;

    GatewayFollower(
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
        return "network-gateways";
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        Set<DeviceId> changed = new LinkedHashSet<>();
        long because = 0;
        for (Entry entry : entries) {
            if (!NetworkFollower.TYPES.contains(entry.type()) && !entry.type().equals("network.gateway-set")) {
                continue;
            }
            Optional<Event> event = events.apply(entry);
            if (event.isPresent()) {
                Set<DeviceId> more = gateways(org, entry, event.get());
                because = more.isEmpty() ? because : entry.index();
                changed.addAll(more);
            }
        }
        for (DeviceId gateway : changed) {
            long cause = because;
            shell.run(org, tx -> desk(tx, org), desk -> desk.refresh(gateway, cause));
        }
    }

    /** Whose rules this may change. */
    private Set<DeviceId> gateways(OrgId org, Entry entry, Event event) {
        return switch (event) {
            case OrderClosed closed -> {
                if (closed.kind().guards()) {
                    DeviceId gateway = DeviceId.of(entry.subject());
                    shell.run(org, tx -> desk(tx, org), desk -> desk.closed(gateway, closed));
                }
                yield Set.of();
            }
            case GatewaySet _ -> Set.of(DeviceId.of(entry.subject()));
            case MudTaken taken when taken.waits() -> Set.of();
            case MudAnswered answered when !answered.approved() -> Set.of();
            case MudTaken _, MudAnswered _, SiteSet _ -> all(org);
            default ->
                NetworkDesk.concerns(event)
                        ? new LinkedHashSet<>(database.read(
                                tx -> new SqlNetworkStore(tx, org).gatewaysOf(DeviceId.of(entry.subject()))))
                        : Set.of();
        };
    }

    /** A description or the site says something of everybody; who is not concerned is asked for nothing. */
    private Set<DeviceId> all(OrgId org) {
        Set<DeviceId> all = new LinkedHashSet<>();
        List<DeviceId> page;
        String after = "";
        do {
            String from = after;
            page = database.read(tx -> new SqlNetworkStore(tx, org).gateways(from, PAGE));
            all.addAll(page);
            after = page.isEmpty() ? after : page.getLast().value();
        } while (page.size() == PAGE);
        return all;
    }

    private GatewayDesk desk(Tx tx, OrgId org) {
        return new GatewayDesk(
                new SqlNetworkStore(tx, org), new SqlDeviceRegister(tx, org), server.get(), clock.instant());
    }
}
