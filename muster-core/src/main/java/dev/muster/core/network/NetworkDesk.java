package dev.muster.core.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.IssuedOrder;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.orders.OrderKind;
import dev.muster.format.orders.OrderOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settles which network policy a device is asked to put in force. Reads the ledger after the fact and may read an entry
 * twice: an order's id is derived from the entry that causes it, so a second reading changes nothing.
 */
public final class NetworkDesk {

    /** A device that was off must find its policy when it comes back, so these orders live long. */
    public static final Duration ORDER_LIFETIME = Duration.ofDays(30);

    /** After three failures a person has to look; the fact {@code network.isolation = failed} says so. */
    public static final int MAX_ATTEMPTS = 3;

    /** {@code net-<entry index>.<attempt>}. */
    private static final Pattern ORDER_ID = Pattern.compile("net-([0-9]+)\\.([0-9])");

    private final DeviceRegister register;
    private final List<Endpoint> server;
    private final Instant now;

    /** @param server where devices reach this server */
    public NetworkDesk(DeviceRegister register, List<Endpoint> server, Instant now) {
        this.register = register;
        this.server = List.copyOf(server);
        this.now = now;
    }

    /** A device's state changed: the answer is the name of the policy that is asked for now, if another one is. */
    public Decision<Optional<String>> stateChanged(DeviceId device, StateChanged change, long entry) {
        Optional<Policy> before = Policy.forState(change.from(), server);
        Optional<Policy> after = Policy.forState(change.to(), server);
        // Coming out of joining the device has what it came with; normal needs no order until something was restricted.
        boolean restrictedBefore =
                before.filter(policy -> policy.name().equals(Policy.QUARANTINE)).isPresent()
                        || change.from() == DeviceState.OFF_SITE;
        boolean same = before.map(Policy::name).equals(after.map(Policy::name));
        boolean quarantine =
                after.filter(policy -> policy.name().equals(Policy.QUARANTINE)).isPresent();
        if (after.isEmpty() || same || (!quarantine && !restrictedBefore)) {
            return Decision.of(Optional.empty());
        }
        return order(device, after.get(), "net-" + entry + ".1", entry);
    }

    /** An order ended: a policy that could not be put in force is asked for again while the state still asks for it. */
    public Decision<Optional<String>> orderClosed(DeviceId device, OrderClosed closed) {
        Matcher id = ORDER_ID.matcher(closed.order());
        if (closed.kind() != OrderKind.NETWORK_POLICY || closed.outcome() != OrderOutcome.FAILED || !id.matches()) {
            return Decision.of(Optional.empty());
        }
        int attempt = Integer.parseInt(id.group(2));
        Optional<Policy> wanted = register.device(device)
                .flatMap(known -> Policy.forState(known.state(), server))
                .filter(policy -> policy.name().equals(closed.name()));
        if (attempt >= MAX_ATTEMPTS || wanted.isEmpty()) {
            return Decision.of(Optional.empty());
        }
        String next = "net-" + id.group(1) + "." + (attempt + 1);
        return order(device, wanted.get(), next, Long.parseLong(id.group(1)));
    }

    private Decision<Optional<String>> order(DeviceId device, Policy policy, String id, long because) {
        if (register.order(id).isPresent()) {
            return Decision.of(Optional.empty());
        }
        List<Draft> drafts = new ArrayList<>();
        for (IssuedOrder open : register.openOrders(device)) {
            if (open.order().kind() == OrderKind.NETWORK_POLICY) {
                drafts.add(OrderDesk.withdraw(open, "superseded", "policy " + policy.name() + " follows", now));
            }
        }
        drafts.add(
                new Draft(device.subject(), now, "muster", new PolicySet(policy.name(), policy.digest(), id, because)));
        drafts.add(new Draft(
                device.subject(),
                now,
                "muster",
                OrderDesk.issue(id, policy.order(), now.plus(ORDER_LIFETIME), policy.name())));
        return Decision.of(Optional.of(policy.name()), drafts);
    }
}
