package dev.muster.core.devices;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.devices.orders.OrderReport;
import dev.muster.format.devices.orders.Strength;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settles what is asked of devices and how it ended. Delivery is at least once; an order is one by its id. */
public final class OrderDesk {

    /** Long enough for a device that is off over a weekend, short enough that no forgotten order acts on it weeks later. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofDays(3);

    /** What became of a device's report. */
    public sealed interface Answer {
        /** Taken, and the order is closed. */
        record Closed(String order) implements Answer {}

        /** The order was closed before with the same outcome: the device did not hear our answer. Nothing was written. */
        record Already(String order) implements Answer {}

        /** @param reason {@code order-unknown}, {@code order-conflict} */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /** A device whose clock is ahead may find an order expired before we do. */
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    private OrderDesk() {}

    /** The event that issues an order; put it in a draft about the device. */
    public static OrderIssued issue(String id, OrderAction action, Instant expiresAt, String because) {
        if (action instanceof OrderAction.Unknown) {
            throw new IllegalArgumentException("an order of an unknown kind cannot be issued");
        }
        return new OrderIssued(Order.requireId(id), action.kind(), action.encodeArgs(), expiresAt, because);
    }

    /** The same as a draft, valid for {@link #DEFAULT_LIFETIME}. */
    public static Draft issue(
            DeviceId device, String id, OrderAction action, String because, String issuer, Instant now) {
        return new Draft(device.subject(), now, issuer, issue(id, action, now.plus(DEFAULT_LIFETIME), because));
    }

    /** What became of a wish to ask a device for something. */
    public sealed interface Asked {
        record Issued(String order) implements Asked {}

        /** @param reason {@code device-unknown}, {@code device-<state>}, {@code orders-too-many} */
        record Refused(Kind kind, String reason, String detail) implements Asked, Refusing {}
    }

    /**
     * An operator asks a device for something.
     *
     * @param id fresh, because every asking is one of its own
     */
    public static Decision<Asked> ask(
            DeviceId device, String id, OrderAction action, DeviceRegister register, String issuer, Instant now) {
        Optional<Device> known = register.device(device);
        if (known.isEmpty()) {
            return Decision.of(
                    new Asked.Refused(Kind.ABSENT, "device-unknown", "device " + device + " is not on the register"));
        }
        DeviceState state = known.get().state();
        if (!CertificateUse.ORDERS.allowedIn(state)) {
            return Decision.of(new Asked.Refused(
                    Kind.CONFLICT, "device-" + state.word(), "a device in this state takes no orders"));
        }
        if (register.openOrders(device).size() >= DeviceRegister.MAX_OPEN_ORDERS) {
            return Decision.of(new Asked.Refused(
                    Kind.CONFLICT,
                    "orders-too-many",
                    "at most " + DeviceRegister.MAX_OPEN_ORDERS + " orders are open at a time"));
        }
        return Decision.of(new Asked.Issued(id), issue(device, id, action, "operator", issuer, now));
    }

    /**
     * Takes a device's report on an order.
     *
     * @param device who reports, as its certificate says
     */
    public static Decision<Answer> report(
            DeviceId device, String orderId, OrderReport report, DeviceRegister register, Instant now) {
        IssuedOrder issued = register.order(orderId).orElse(null);
        // Another device's order is answered like one that does not exist: ids of others are not for guessing.
        if (issued == null || !issued.device().equals(device)) {
            return Decision.of(
                    new Answer.Refused(Kind.ABSENT, "order-unknown", "no order " + orderId + " for this device"));
        }
        if (!issued.open()) {
            // Taken back while the report was on its way: the device did nothing wrong, and the first end counts.
            boolean crossed =
                    issued.outcome().filter(OrderOutcome.WITHDRAWN::equals).isPresent()
                            && report.outcome() != OrderOutcome.WITHDRAWN;
            return Decision.of(
                    crossed || issued.outcome().filter(report.outcome()::equals).isPresent()
                            ? new Answer.Already(orderId)
                            : new Answer.Refused(Kind.CONFLICT, "order-conflict", "the order ended otherwise before"));
        }
        if (report.outcome() == OrderOutcome.WITHDRAWN
                || (report.outcome() == OrderOutcome.EXPIRED
                        && now.plus(CLOCKS_APART).isBefore(issued.order().expiresAt()))) {
            return Decision.of(new Answer.Refused(Kind.INVALID, "order-outcome", "that is not for the device to say"));
        }
        OrderClosed closed = new OrderClosed(
                orderId,
                issued.order().kind(),
                report.outcome(),
                report.reason(),
                report.detail(),
                report.strength().map(Strength::word).orElse(""),
                name(issued.order().action()));
        return Decision.of(
                new Answer.Closed(orderId),
                new Draft(
                        device.subject(),
                        when(report, issued.order(), now),
                        device.subject().text(),
                        closed));
    }

    /** A device tells whole seconds of its own clock; no order was ever ended before it was given, or later than now. */
    private static Instant when(OrderReport report, Order order, Instant now) {
        Instant at = report.at().isBefore(order.issuedAt()) ? order.issuedAt() : report.at();
        return at.isAfter(now) ? now : at;
    }

    /** Closes the orders of a device whose time is over. The answer is how many. */
    public static Decision<Integer> expire(DeviceId device, DeviceRegister register, Instant now) {
        List<Draft> drafts = new ArrayList<>();
        for (IssuedOrder open : register.openOrders(device)) {
            if (!now.isBefore(open.order().expiresAt())) {
                drafts.add(new Draft(
                        device.subject(),
                        open.order().expiresAt(),
                        "muster",
                        closed(open, OrderOutcome.EXPIRED, "expired", "no report in time")));
            }
        }
        return Decision.of(drafts.size(), drafts);
    }

    /** Takes an open order back. A device that holds it already may still act on it. */
    public static Draft withdraw(IssuedOrder open, String reason, String detail, Instant now) {
        return new Draft(open.device().subject(), now, "muster", closed(open, OrderOutcome.WITHDRAWN, reason, detail));
    }

    static OrderClosed closed(IssuedOrder open, OrderOutcome outcome, String reason, String detail) {
        return new OrderClosed(
                open.order().id(),
                open.order().kind(),
                outcome,
                reason,
                detail,
                "",
                name(open.order().action()));
    }

    private static String name(OrderAction action) {
        return action instanceof OrderAction.NetworkPolicy policy ? policy.name() : "";
    }
}
