package dev.muster.agent;

import dev.muster.agent.attest.ResultRefused;
import dev.muster.agent.network.Applied;
import dev.muster.agent.report.Outbox;
import dev.muster.agent.sense.FileSense;
import dev.muster.agent.server.Backoff;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.OrdersClient;
import dev.muster.agent.server.ServerRefused;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.Factory;
import dev.muster.agent.wipe.Eraser;
import dev.muster.agent.wipe.Wipe;
import dev.muster.format.MalformedException;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time between two certificates: one thread does all duties in turn (evidence, orders, reports, renewal), another
 * waits at the orders door and wakes it.
 */
final class Service implements OrderDesk.Duties {
    /** Wakes that wait: one for changed files and a few deliveries of orders; more would be the same ones again. */
    private static final int WAKES_MAX = 16;

    /** How something that happened is told. */
    interface Teller {
        void tell(Notice.What what, String detail);
    }

    private final Factory factory;
    private final Credential identity;
    private final Renewal renewal;
    private final DeviceConnection connection;
    private final Machine machine;
    private final AgentSettings settings;
    private final AgentGround ground;
    private final Teller teller;
    private final Backoff backoff;
    private final Outbox outbox;
    private final ReportDelivery delivery;
    private final OrderWork work;
    private final OpenOrders open;
    private final BlockingQueue<Wake> wakes = new ArrayBlockingQueue<>(WAKES_MAX);
    private final PolicyWatch policies;
    private @Nullable Thread poll;
    private final MaintenanceDesk maintenance;
    private FileSense.@Nullable Watch watch;
    private final EvidenceDuty evidence;
    private boolean notAccepted;

    Service(
            Factory factory,
            Credential identity,
            Enrolment enrolment,
            DeviceConnection connection,
            Machine machine,
            MaintenanceDesk maintenance,
            AgentSettings settings,
            AgentGround ground,
            Teller teller)
            throws IOException {
        this.factory = factory;
        this.identity = identity;
        this.connection = connection;
        this.machine = machine;
        this.maintenance = maintenance;
        this.settings = settings;
        this.ground = ground;
        this.teller = teller;
        this.backoff = retries();
        this.renewal = new Renewal(enrolment, connection, identity, retries(), teller);
        this.open = new OpenOrders(retries());
        this.outbox = new Outbox(machine.roots());
        this.delivery =
                new ReportDelivery(factory.org(), identity, ground, machine.roots(), outbox, connection, this::failed);
        this.policies = new PolicyWatch(machine.roots(), ground, teller, this::waitForOrdersAnew);
        OrderDesk desk = new OrderDesk(ground.clock(), policies.own(), policies.gateway(), this);
        this.work = new OrderWork(machine.roots(), open, outbox, factory.org(), desk, teller);
        this.evidence = new EvidenceDuty(machine, connection, identity, settings, ground, outbox, teller);
    }

    /** Returns when this certificate is no longer the one to use. */
    Ending run() throws IOException, InterruptedException {
        Instant end = identity.certificate().getNotAfter().toInstant();
        waitForOrders();
        try {
            maintenance.wake(wakes::offer);
            maintenance.connected(connection);
            ground.failures().whenMore(() -> wakes.offer(new Wake.ToTell()));
            rewatch();
            while (true) {
                Instant now = ground.clock().instant();
                if (!now.isBefore(end)) {
                    return Ending.EXPIRED;
                }
                renewal.heed(now);
                Optional<Ending> ending = renewal.renew(now);
                if (ending.isPresent()) {
                    return ending.get();
                }
                policies.look(now);
                boolean done = duties(now);
                if (notAccepted) {
                    return Ending.NOT_ACCEPTED;
                }
                Instant next =
                        policies.next(evidence.next().isBefore(renewal.next()) ? evidence.next() : renewal.next());
                Duration pause = done ? Duration.between(ground.clock().instant(), next) : backoff.failed();
                Optional<Duration> postponed = open.pause();
                if (postponed.isPresent() && postponed.get().compareTo(pause) < 0) {
                    pause = postponed.get();
                }
                Wake wake = wakes.poll(Math.max(0, pause.toMillis()), TimeUnit.MILLISECONDS);
                open.takeUp();
                while (wake != null) {
                    follow(wake);
                    // Whatever came in meanwhile is followed before evidence is sent: isolation above all.
                    wake = wakes.poll();
                }
                followOpen();
                if (work.isWiping()) {
                    return Ending.WIPE;
                }
            }
        } finally {
            stopWaiting();
            maintenance.connected(null);
            if (watch != null) {
                watch.close();
            }
        }
    }

    private void waitForOrders() {
        OrdersClient client = new OrdersClient(connection, factory.org());
        poll = Thread.ofVirtual()
                .name("orders")
                .start(new OrderPoll(client, settings.orderWait(), retries(), wakes, this::failed));
    }

    /**
     * When the kernel has new rules: the connection that waits is silent, so what the server says on it would be dropped until its
     * time is over, a release from quarantine too.
     */
    private void waitForOrdersAnew() {
        stopWaiting();
        waitForOrders();
    }

    private void stopWaiting() {
        if (poll != null) {
            poll.interrupt();
        }
    }

    private Backoff retries() {
        return new Backoff(settings.retryFirst(), settings.retryMost(), ground.jitter());
    }

    /** What is due now. False when the server could not be reached, so that everything left is tried again soon. */
    private boolean duties(Instant now) throws InterruptedException {
        ground.turns().acquire();
        try {
            maintenance.report(outbox);
            delivery.deliver(now);
            if (evidence.isDue(now)) {
                evidence.attest();
            }
            backoff.succeeded();
            return true;
        } catch (ResultRefused told) {
            backoff.succeeded();
            return true;
        } catch (IOException | MalformedException e) {
            failed(e);
            notAccepted = Renewal.atFault(e);
            evidence.unasked(e, this::failed);
            return false;
        } finally {
            ground.turns().release();
        }
    }

    @Override
    public void maintenance(OrderAction.Maintenance session) throws IOException {
        maintenance.ordered(session);
    }

    @Override
    public void localEpoch(OrderAction.LocalEpoch epoch) throws IOException {
        maintenance.epoch(epoch.since());
    }

    @Override
    public void wipe(String order, OrderAction.Wipe wipe) throws IOException, InterruptedException {
        Instant now = ground.clock().instant();
        maintenance.report(outbox);
        delivery.deliver(now);
        new Wipe(machine.roots(), Eraser.OVERWRITING).order(order, wipe.custody(), now);
    }

    private void follow(Wake wake) throws IOException, InterruptedException {
        switch (wake) {
            // Duties come next in any case, and they tell the server.
            case Wake.ToTell _ -> {}
            case Wake.Asked _ -> evidence.now();
            case Wake.Restarted _ -> rebooted();
            case Wake.Changed changed -> {
                // A copy of a large file is many changes; measure once when it is over.
                Thread.sleep(settings.settle());
                wakes.removeIf(other -> other instanceof Wake.Changed);
                teller.tell(Notice.What.CHANGE_SENSED, "");
                evidence.now();
            }
            case Wake.Orders orders -> {
                open.add(orders.orders());
                followOpen();
            }
        }
    }

    private void followOpen() throws IOException, InterruptedException {
        if (!open.any()) {
            return;
        }
        ground.turns().acquire();
        try {
            work.follow(wakes);
        } finally {
            ground.turns().release();
        }
    }

    @Override
    public void attest() throws IOException, InterruptedException {
        // Evidence that waits comes first, for counters only go forward.
        delivery.deliver(ground.clock().instant());
        evidence.attest();
    }

    @Override
    public OrderReport install(OrderAction.Install install) throws IOException, InterruptedException {
        OrderReport report = machine.install(install, connection, identity, outbox);
        rebooted();
        return report;
    }

    @Override
    public OrderReport rollBack() throws IOException {
        OrderReport report = machine.rollBack();
        rebooted();
        return report;
    }

    @Override
    public void restart() throws IOException {
        machine.boot();
        rebooted();
    }

    @Override
    public void policyInForce(String name, Applied applied) {
        teller.tell(Notice.What.POLICY, name + " " + applied.strength().word());
    }

    @Override
    public byte[] page(String order, int number) throws IOException, InterruptedException {
        return new OrdersClient(connection, factory.org()).page(order, number);
    }

    private void rebooted() throws IOException {
        rewatch();
        evidence.now();
    }

    private void rewatch() throws IOException {
        if (watch != null) {
            watch.close();
        }
        // A full queue already wakes the loop.
        watch = machine.watch(ground.sense(), () -> wakes.offer(new Wake.Changed()));
    }

    private void failed(Exception e) {
        Renewal.clocks(e, identity, ground.clock().instant())
                .ifPresent(detail -> teller.tell(Notice.What.CLOCK_WRONG, detail));
        boolean no = e instanceof ServerRefused refused && !refused.isTemporary();
        teller.tell(no ? Notice.What.REFUSED : Notice.What.SERVER_AWAY, String.valueOf(e.getMessage()));
    }
}
