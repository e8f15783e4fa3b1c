package dev.muster.agent;

import dev.muster.agent.attest.ResultRefused;
import dev.muster.agent.network.Applied;
import dev.muster.agent.network.GatewayPolicies;
import dev.muster.agent.network.NetworkPolicies;
import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.devices.orders.OrderReport;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Does what one order asks and says how it ended. */
final class OrderDesk {

    private final InstantSource clock;
    private final NetworkPolicies network;
    private final GatewayPolicies gateway;
    private final Duties duties;

    /** The parts of an order's work that belong to the running agent. */
    interface Duties {
        /** Sends evidence now. */
        void attest() throws IOException, InterruptedException;

        /** Installs and restarts into what was installed. */
        OrderReport install(OrderAction.Install install) throws IOException, InterruptedException;

        /** Goes back to the other slot and restarts. */
        OrderReport rollBack() throws IOException;

        /** Starts the software again. */
        void restart() throws IOException;

        /** A session of maintenance may be had, or is over. */
        void maintenance(OrderAction.Maintenance session) throws IOException;

        /** What was issued for local work until a time is void. */
        void localEpoch(OrderAction.LocalEpoch epoch) throws IOException;

        /** All that the device holds will be destroyed, once this returns; what it still has to say is said first. */
        void wipe(String order, OrderAction.Wipe wipe) throws IOException, InterruptedException;

        /** A page of an order's rules, from the server. */
        byte[] page(String order, int number) throws IOException, InterruptedException;

        /** A network policy was put in force, or kept where nothing can be. */
        void policyInForce(String name, Applied applied);
    }

    OrderDesk(InstantSource clock, NetworkPolicies network, GatewayPolicies gateway, Duties duties) {
        this.clock = clock;
        this.network = network;
        this.gateway = gateway;
        this.duties = duties;
    }

    /**
     * Never throws for anything the order or the device is to blame for; that is what the report is for.
     *
     * @throws Postponed when the server is to blame: the order is not settled and must be taken up again
     */
    OrderReport act(Order order) throws InterruptedException, Postponed {
        Instant now = clock.instant();
        if (now.isAfter(order.expiresAt())) {
            return new OrderReport(OrderOutcome.EXPIRED, "order-expired", "", Optional.empty(), now);
        }
        try {
            return switch (order.action()) {
                case OrderAction.Attest attest -> {
                    duties.attest();
                    yield OrderReport.done(clock.instant());
                }
                case OrderAction.Install install -> duties.install(install);
                case OrderAction.RollBack back -> duties.rollBack();
                case OrderAction.NetworkPolicy policy -> inForce(policy.name(), network.apply(policy));
                case OrderAction.GatewayPolicy policy -> inForce("gateway", gateway.apply(policy));
                case OrderAction.GatewayPages pages ->
                    inForce("gateway", gateway.apply(pages.rules(), number -> duties.page(order.id(), number)));
                case OrderAction.Restart restart -> {
                    duties.restart();
                    yield OrderReport.done(clock.instant());
                }
                case OrderAction.Maintenance session -> {
                    duties.maintenance(session);
                    yield OrderReport.done(clock.instant());
                }
                case OrderAction.LocalEpoch epoch -> {
                    duties.localEpoch(epoch);
                    yield OrderReport.done(clock.instant());
                }
                case OrderAction.Wipe wipe -> {
                    duties.wipe(order.id(), wipe);
                    yield OrderReport.done(clock.instant());
                }
                case OrderAction.Unknown unknown ->
                    ended(OrderOutcome.REFUSED, "order-kind-unknown", "kind " + unknown.code());
            };
        } catch (IOException e) {
            if (Postponed.mayHelp(e)) {
                throw new Postponed(e);
            }
            String reason = e instanceof ResultRefused refused ? refused.reason() : "device-failed";
            return ended(OrderOutcome.FAILED, reason, String.valueOf(e.getMessage()));
        }
    }

    private OrderReport inForce(String name, Applied applied) {
        duties.policyInForce(name, applied);
        return new OrderReport(
                OrderOutcome.DONE, "", applied.detail(), Optional.of(applied.strength()), clock.instant());
    }

    private OrderReport ended(OrderOutcome outcome, String reason, String detail) {
        String sentence = detail.length() > OrderReport.MAX_DETAIL_CHARS
                ? detail.substring(0, OrderReport.MAX_DETAIL_CHARS)
                : detail;
        return new OrderReport(outcome, reason, sentence, Optional.empty(), clock.instant());
    }
}
