package dev.muster.agent;

import dev.muster.agent.maintenance.LocalFunctions;
import dev.muster.agent.maintenance.MaintenanceDoor;
import dev.muster.agent.maintenance.RemoteLine;
import dev.muster.agent.maintenance.Unsent;
import dev.muster.agent.report.Outbox;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.KeyPlace;
import dev.muster.format.devices.maintenance.Grant;
import dev.muster.format.devices.maintenance.Pass;
import dev.muster.format.devices.maintenance.SessionRecord;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Between the people at the maintenance door and the server: what began and ended becomes reports, orders end sessions. */
final class MaintenanceDesk implements MaintenanceDoor.Told, AutoCloseable {
    private final MaintenanceDoor door;
    private final DeviceRoots roots;
    private final InstantSource clock;
    private final AtomicReference<@Nullable DeviceConnection> connection = new AtomicReference<>();
    private final String org;
    private final Service.Teller teller;
    private final Queue<String> began = new ConcurrentLinkedQueue<>();
    private final boolean onOrderOnly;
    private volatile Consumer<Wake> wake = _ -> {};
    private boolean open;

    MaintenanceDesk(Machine machine, AgentGround ground, String org, Service.Teller teller) throws IOException {
        this.roots = machine.roots();
        LocalFunctions functions = new DeviceFunctions(machine, ground, one -> wake.accept(one));
        this.door =
                new MaintenanceDoor(roots, new KeyPlace(ground.tpm()), ground.clock(), ground.keys(), functions, this);
        this.clock = ground.clock();
        this.org = org;
        this.teller = teller;
        // A process with thousands of simulated devices must not hold a socket for each: theirs opens when one is
        // announced.
        this.onOrderOnly = roots.strength() == Strength.SIMULATED;
    }

    /** Lets people in, where that needs no announcement: a device may be unable to reach its server. */
    void open() {
        if (!onOrderOnly) {
            listen();
        }
    }

    private void listen() {
        if (open) {
            return;
        }
        try {
            door.open();
            open = true;
        } catch (IOException e) {
            teller.tell(Notice.What.MAINTENANCE, "nobody can be let in: " + e.getMessage());
        }
    }

    /** Who is to be woken when there is something to report. */
    void wake(Consumer<Wake> whoReports) {
        wake = whoReports;
    }

    /** What happened at the door becomes reports: first that a session began, then its signed record. */
    void report(Outbox outbox) throws IOException {
        for (String session = began.poll(); session != null; session = began.poll()) {
            outbox.add(new Outbox.Report(path(session) + "/began", SessionRecord.MEDIA_TYPE, new byte[0]));
        }
        for (Unsent record : door.unsent()) {
            String path = record.byRole()
                    ? "/devices/" + org + "/local-sessions/" + record.session()
                    : path(record.session());
            outbox.add(new Outbox.Report(path, SessionRecord.MEDIA_TYPE, record.bytes()));
            door.sent(record.session());
        }
    }

    private String path(String session) {
        return "/devices/" + org + "/sessions/" + session;
    }

    /** The way to the server for now; null when there is none. */
    void connected(@Nullable DeviceConnection server) {
        connection.set(server);
    }

    void ordered(OrderAction.Maintenance session) throws IOException {
        if (session.ended()) {
            door.end(session.session());
        } else {
            listen();
            if (session.endpoint().equals(OrderAction.Maintenance.THROUGH_SERVER)) {
                ServerLine carrier = new ServerLine(connection::get, org, session.session());
                Thread.ofVirtual()
                        .name("maintenance-line")
                        .start(new RemoteLine(roots, clock, session.until(), carrier));
            }
        }
        teller.tell(
                Notice.What.MAINTENANCE,
                session.session()
                        + (session.ended() ? " is over" : " until " + session.until())
                        + (session.endpoint().isEmpty() ? "" : ", by way of " + session.endpoint()));
    }

    @Override
    public void began(Pass pass) {
        String session = pass.session();
        if (pass instanceof Grant) {
            began.add(session);
        }
        teller.tell(Notice.What.MAINTENANCE, session + " began");
        wake.accept(new Wake.ToTell());
    }

    /** What was issued until then lets nobody in, and whoever is in by it is put out. */
    void epoch(Instant since) throws IOException {
        door.voidUntil(since);
        // Whoever makes the old void is about to issue something new.
        listen();
        teller.tell(Notice.What.MAINTENANCE, "what was issued until " + since + " is void");
    }

    @Override
    public void ended(String session, String how) {
        teller.tell(Notice.What.MAINTENANCE, session + " ended: " + how);
        wake.accept(new Wake.ToTell());
    }

    @Override
    public void unreadable(String session, String why) {
        teller.tell(Notice.What.MAINTENANCE, "the record of " + session + " cannot be read and was put aside: " + why);
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
