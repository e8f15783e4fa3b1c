package dev.muster.core.governance;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.IssuedOrder;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What custody asks of its device: a wipe that is ordered is asked for, one that people did by hand instead is taken back. A
 * device that will not or cannot puts the record back to where people decide.
 */
public final class WipeOrders {
    static final String CUSTODY = "custody";

    private WipeOrders() {}

    /** Steps after which an order for the device stands or falls. */
    static boolean concerns(String transition) {
        return transition.equals("order-wipe") || transition.equals("wipe-manual") || transition.equals("except");
    }

    /** The order, or its end. Asked again nothing more is written. */
    static Decision<Integer> follow(
            Instance custody, String transition, long entry, DeviceRegister register, Instant now) {
        String device = custody.fields().getOrDefault("device", "");
        String id = "gov-" + entry;
        if (!DeviceId.isDeviceId(device) || register.order(id).isPresent()) {
            return Decision.of(0, List.of());
        }
        DeviceId subject = new DeviceId(device);
        List<Draft> drafts = new ArrayList<>();
        if (transition.equals("order-wipe")) {
            drafts.add(
                    OrderDesk.issue(subject, id, new OrderAction.Wipe(custody.id()), CUSTODY, Workflows.SYSTEM, now));
        } else {
            for (IssuedOrder open : register.openOrders(subject)) {
                if (open.order().action().equals(new OrderAction.Wipe(custody.id()))) {
                    drafts.add(OrderDesk.withdraw(open, transition, "custody " + custody.id(), now));
                }
            }
        }
        return Decision.of(drafts.size(), drafts);
    }

    /**
     * What follows when a device's order ended without a proof.
     *
     * @param open records of custody about the device
     */
    public static Optional<Workflows.Request> refused(OrderClosed closed, List<Instance> open) {
        if (closed.kind() != OrderKind.WIPE || closed.outcome() == OrderOutcome.DONE) {
            return Optional.empty();
        }
        String why = closed.reason() + (closed.detail().isEmpty() ? "" : ": " + closed.detail());
        return open.stream()
                .filter(custody -> custody.state().equals("wiping"))
                .findFirst()
                .map(custody -> FollowUps.wish(CUSTODY, custody.id(), "wipe-refused", why, Map.of()));
    }
}
