package dev.muster.core.governance;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.EndpointClosed;
import dev.muster.core.devices.EndpointOpened;
import dev.muster.core.devices.OpenEndpoint;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.devices.orders.OrderAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a session asks of its device: a credential that is issued announces it and opens the vendor's place for its window;
 * whatever ends it closes both. What custody asks is of {@link WipeOrders}. And a verification that has begun, of finished work or of a first unit, asks the device for
 * evidence: what came before it does not count. Asked again nothing more is written.
 */
public final class SessionOrders {
    private static final Set<String> ENDS = Set.of("close", "kill", "expire", "record");

    /** The step of a record after which its verification runs. */
    private static final Map<String, String> VERIFIED =
            Map.of("work-order", "begin-verification", FirstUnit.ACQUISITION, "begin-test");

    private SessionOrders() {}

    /** Whether a step of a record of this machine asks anything. */
    public static boolean concerns(String machine, String transition) {
        if (machine.equals(WipeOrders.CUSTODY)) {
            return WipeOrders.concerns(transition);
        }
        return machine.equals("session")
                ? transition.equals("issue") || ENDS.contains(transition)
                : VERIFIED.getOrDefault(machine, "").equals(transition);
    }

    /**
     * The orders and endpoints.
     *
     * @param record the session, the work order or the acquisition
     * @param entry index of the step's entry
     * @return how many entries it comes to
     */
    public static Decision<Integer> follow(
            Instance record, String transition, long entry, WorkflowStore store, DeviceRegister register, Instant now) {
        if (record.machine().equals(WipeOrders.CUSTODY)) {
            return WipeOrders.follow(record, transition, entry, register, now);
        }
        Optional<String> device = record.machine().equals("session")
                ? store.find("work-order", record.fields().getOrDefault("work-order", ""))
                        .map(order -> order.fields().getOrDefault("device", ""))
                : Optional.ofNullable(
                        record.fields().get(record.machine().equals(FirstUnit.ACQUISITION) ? "first-unit" : "device"));
        String id = "gov-" + entry;
        if (device.filter(DeviceId::isDeviceId).isEmpty() || register.order(id).isPresent()) {
            return Decision.of(0, List.of());
        }
        DeviceId subject = new DeviceId(device.get());
        List<Draft> drafts = new ArrayList<>();
        if (!record.machine().equals("session")) {
            drafts.add(OrderDesk.issue(subject, id, new OrderAction.Attest(), "verification", Workflows.SYSTEM, now));
            return Decision.of(drafts.size(), drafts);
        }
        Instant until =
                Field.time(record.fields().getOrDefault("window-end", "")).orElse(now);
        String channel = record.fields().getOrDefault("channel", "");
        boolean ends = ENDS.contains(transition);
        if (OpenEndpoint.isPlace(channel)) {
            OpenEndpoint place = OpenEndpoint.of(channel, now, until, record.id());
            drafts.add(new Draft(
                    subject.subject(),
                    now,
                    Workflows.SYSTEM,
                    ends
                            ? new EndpointClosed(record.id())
                            : new EndpointOpened(place.address(), place.port(), until, record.id())));
        }
        if (ends && record.last("record").isPresent()) {
            // The device has said itself how it ended.
            return Decision.of(drafts.size(), drafts);
        }
        OrderAction action = new OrderAction.Maintenance(
                record.id(), ends, until, channel.equals(LinkGuards.Channel.LOCAL) ? "" : channel);
        drafts.add(OrderDesk.issue(subject, id, action, "maintenance", Workflows.SYSTEM, now));
        return Decision.of(drafts.size(), drafts);
    }
}
