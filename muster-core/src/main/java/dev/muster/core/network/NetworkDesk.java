package dev.muster.core.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.IssuedOrder;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Event;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settles which network policy a device is asked to put in force. Whoever asks may ask twice: a policy that is wished
 * already is not wished again, and an order's id is derived from the entry that causes it.
 */
public final class NetworkDesk {

    /** A device that was off must find its policy when it comes back, so these orders live long. */
    public static final Duration ORDER_LIFETIME = Duration.ofDays(30);

    /** After three failures a person has to look; the fact {@code network.isolation = failed} says so. */
    public static final int MAX_ATTEMPTS = 3;

    /** {@code net-<entry index>.<attempt>}; for entries that concern many devices, with something of each one's own. */
    private static final Pattern ORDER_ID = Pattern.compile("net-([0-9]+)(-[0-9a-f]{16})?\\.([0-9])");

    private static final int OWN_BYTES = 8;

    private final NetworkStore store;
    private final DeviceRegister register;
    private final List<Endpoint> server;
    private final Instant now;

    /** @param server where devices reach this server */
    public NetworkDesk(NetworkStore store, DeviceRegister register, List<Endpoint> server, Instant now) {
        this.store = store;
        this.register = register;
        this.server = List.copyOf(server);
        this.now = now;
    }

    /**
     * Lets the device reach this server only.
     *
     * @param because index of the entry that is the reason
     * @return the policy's name when it is asked for now
     */
    public Decision<Optional<String>> isolate(DeviceId device, long because) {
        return wish(device, Policy.quarantine(server), because);
    }

    /** Takes our restriction away, if there is one. */
    public Decision<Optional<String>> reconnect(DeviceId device, long because) {
        return wish(device, Policy.normal(), because);
    }

    /** Something that the device's policy is made of changed. */
    public Decision<Optional<String>> refresh(DeviceId device, long because) {
        return register.device(device)
                .flatMap(known -> DevicePolicy.of(device, known.state(), store, server, now))
                .map(derived -> wish(device, derived.policy(), because, "net-" + because + own(device)))
                .orElseGet(NetworkDesk::nothing);
    }

    /** Something of a device's own for ids of orders, 16 hex digits behind a dash. */
    static String own(DeviceId device) {
        byte[] digest = Sha256.of(device.value().getBytes(StandardCharsets.UTF_8));
        return "-" + HexFormat.of().formatHex(digest, 0, OWN_BYTES);
    }

    /** Whether an event can change any policy: spares a transaction for the many that cannot. */
    public static boolean concerns(Event event) {
        return switch (event) {
            case StateChanged _ -> true;
            case MudUrlLearned _, OverrideSet _, OverrideEnded _, VendorWindow _ -> true;
            case OrderClosed closed ->
                closed.kind() == OrderKind.NETWORK_POLICY && closed.outcome() == OrderOutcome.FAILED;
            default -> false;
        };
    }

    /** A device's state changed: it gets the policy of its new state. */
    public Decision<Optional<String>> stateChanged(DeviceId device, StateChanged change, long entry) {
        return DevicePolicy.of(device, change.to(), store, server, now)
                .map(derived -> wish(device, derived.policy(), entry))
                .orElseGet(NetworkDesk::nothing);
    }

    /** An order ended: a policy that could not be put in force is asked for again while it is still wished. */
    public Decision<Optional<String>> orderClosed(DeviceId device, OrderClosed closed) {
        Matcher id = ORDER_ID.matcher(closed.order());
        if (!concerns(closed) || !id.matches()) {
            return nothing();
        }
        int attempt = Integer.parseInt(id.group(3));
        String next = closed.order().substring(0, closed.order().length() - 1) + (attempt + 1);
        Optional<NetworkStore.Wished> wished = store.wished(device);
        if (attempt >= MAX_ATTEMPTS
                || wished.filter(w -> w.name().equals(closed.name())).isEmpty()
                || register.order(next).isPresent()) {
            return nothing();
        }
        Policy policy = closed.name().equals(Policy.QUARANTINE)
                ? Policy.quarantine(server)
                : register.device(device)
                        .flatMap(known -> DevicePolicy.of(device, known.state(), store, server, now))
                        .map(DevicePolicy.Derived::policy)
                        .orElseGet(Policy::normal);
        return order(device, policy, next, Long.parseLong(id.group(1)));
    }

    private Decision<Optional<String>> wish(DeviceId device, Policy policy, long because) {
        return wish(device, policy, because, "net-" + because);
    }

    private Decision<Optional<String>> wish(DeviceId device, Policy policy, long because, String name) {
        // A device that nobody ever restricted is normal: it needs no order to stay so.
        Policy normal = Policy.normal();
        NetworkStore.Wished wished =
                store.wished(device).orElse(new NetworkStore.Wished(normal.name(), normal.digest()));
        String id = name + ".1";
        if (wished.equals(new NetworkStore.Wished(policy.name(), policy.digest()))
                || register.device(device).isEmpty()
                || register.order(id).isPresent()) {
            return nothing();
        }
        return order(device, policy, id, because);
    }

    private Decision<Optional<String>> order(DeviceId device, Policy policy, String id, long because) {
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

    private static Decision<Optional<String>> nothing() {
        return Decision.of(Optional.empty());
    }
}
