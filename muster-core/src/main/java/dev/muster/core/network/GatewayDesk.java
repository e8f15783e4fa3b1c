package dev.muster.core.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.IssuedOrder;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.network.nft.NftElements;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.Prefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settles whom a gateway guards, and what it is asked to hold them to. A gateway gets one order with all its rules whenever any
 * of them changed; who asks twice gets one order, since its id is derived from the entry that causes it.
 */
public final class GatewayDesk {
    /** {@code gw-<entry index>-<gateway>.<attempt>}. */
    private static final Pattern ORDER_ID = Pattern.compile("gw-([0-9]+)(-[0-9a-f]{16})\\.([0-9])");

    private final NetworkStore store;
    private final DeviceRegister register;
    private final List<Endpoint> server;
    private final Instant now;

    /** @param server where devices reach this server */
    public GatewayDesk(NetworkStore store, DeviceRegister register, List<Endpoint> server, Instant now) {
        this.store = store;
        this.register = register;
        this.server = List.copyOf(server);
        this.now = now;
    }

    /** A person says who is behind a gateway. */
    public Decision<NetworkWishes.Answer> set(DeviceId gateway, GatewaySet set, String issuer) {
        Optional<String> fault = fault(gateway, set);
        if (fault.isPresent()) {
            return Decision.of(new NetworkWishes.Answer.Refused(Kind.INVALID, "gateway-invalid", fault.get()));
        }
        for (GatewaySet.Behind behind : set.behind()) {
            List<DeviceId> others = store.gatewaysOf(new DeviceId(behind.device()));
            if (others.stream().anyMatch(other -> !other.equals(gateway))) {
                return Decision.of(new NetworkWishes.Answer.Refused(
                        Kind.CONFLICT, "gateway-other", behind.device() + " is behind " + others.getFirst()));
            }
        }
        return store.gateway(gateway).equals(Optional.of(set))
                ? Decision.of(new NetworkWishes.Answer.Already())
                : Decision.of(new NetworkWishes.Answer.Done(), new Draft(gateway.subject(), now, issuer, set));
    }

    private static Optional<String> fault(DeviceId gateway, GatewaySet set) {
        if (set.behind().size() > NftElements.MEMBERS_MOST) {
            return Optional.of("at most " + NftElements.MEMBERS_MOST + " devices are behind one gateway");
        }
        boolean many = set.behind().size() > NftGateway.MEMBERS_MOST;
        Set<String> taken = new HashSet<>();
        for (GatewaySet.Behind behind : set.behind()) {
            if (!DeviceId.isDeviceId(behind.device()) || behind.device().equals(gateway.value())) {
                return Optional.of(behind.device() + " is no other device's id");
            }
            List<Prefix> addresses = new ArrayList<>();
            for (String text : behind.addresses()) {
                Optional<Prefix> network = Prefix.parse(text);
                if (network.isEmpty()) {
                    return Optional.of(text + " is no address and no network");
                }
                if (many && network.get().length() < Prefix.bits(network.get().family())) {
                    return Optional.of(text + " is a network, and of more than " + NftGateway.MEMBERS_MOST
                            + " devices each has single addresses");
                }
                addresses.add(network.get());
            }
            try {
                Guarded guarded = new Guarded(behind.mac(), addresses);
                boolean fresh = taken.add(behind.device()) && taken.add(guarded.mac());
                for (Prefix address : guarded.addresses()) {
                    fresh &= taken.add(address.toString());
                }
                if (!fresh) {
                    return Optional.of(behind.device() + ": a device, an interface or an address is said twice");
                }
            } catch (IllegalArgumentException wrong) {
                return Optional.of(behind.device() + ": " + wrong.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * Asks a gateway for its rules anew where they changed.
     *
     * @param because index of the entry that is the reason
     * @return whether it is asked now
     */
    public Decision<Boolean> refresh(DeviceId gateway, long because) {
        Optional<GatewaySet> set = store.gateway(gateway);
        if (set.isEmpty() || register.device(gateway).isEmpty()) {
            return Decision.of(false);
        }
        String id = "gw-" + because + NetworkDesk.own(gateway) + ".1";
        return ask(gateway, set.get(), id, because, false);
    }

    private Decision<Boolean> ask(DeviceId gateway, GatewaySet set, String id, long because, boolean again) {
        GatewayRules rules = GatewayRules.of(set, store, register, server, now);
        boolean known = !again
                && store.gatewayAsked(gateway)
                        .filter(asked -> asked.digest().equals(rules.digest()) && !refused(asked))
                        .isPresent();
        if (known || register.order(id).isPresent()) {
            return Decision.of(false);
        }
        OrderAction action;
        try {
            action = rules.order();
        } catch (IllegalArgumentException no) {
            String why = no.getMessage() + ": the gateway keeps the rules that it has";
            return Decision.of(false, kept(gateway, rules, why, because));
        }
        List<Draft> drafts = new ArrayList<>();
        for (IssuedOrder open : register.openOrders(gateway)) {
            if (open.order().kind().guards()) {
                drafts.add(OrderDesk.withdraw(open, "superseded", "newer rules follow", now));
            }
        }
        drafts.add(new Draft(
                gateway.subject(), now, "muster", new GatewayAsked(rules.digest(), id, because, rules.members())));
        drafts.add(new Draft(
                gateway.subject(),
                now,
                "muster",
                OrderDesk.issue(id, action, now.plus(NetworkDesk.ORDER_LIFETIME), "gateway")));
        return Decision.of(true, drafts);
    }

    /** An agent that did not know this kind of order may be a newer one by now. */
    private boolean refused(GatewayAsked asked) {
        return register.order(asked.order())
                .flatMap(IssuedOrder::outcome)
                .filter(OrderOutcome.REFUSED::equals)
                .isPresent();
    }

    /** The last rules stay in force at the gateway, and nobody is left to believe that it is these. */
    private List<Draft> kept(DeviceId gateway, GatewayRules rules, String why, long because) {
        List<Draft> drafts = new ArrayList<>();
        drafts.add(new Draft(
                gateway.subject(), now, "muster", new GatewayAsked(rules.digest(), "", because, rules.members())));
        for (GatewayAsked.Member member : rules.members()) {
            GatewayHolds holds = new GatewayHolds(gateway.value(), member.policy(), member.digest(), "", "", why);
            DeviceId device = new DeviceId(member.device());
            if (store.held(device).filter(last -> same(last, holds)).isEmpty()) {
                drafts.add(new Draft(device.subject(), now, "muster", holds));
            }
        }
        return drafts;
    }

    /** A gateway's order ended: what it says is told of each device behind it; a failure is tried again. */
    public Decision<Boolean> closed(DeviceId gateway, OrderClosed closed) {
        Optional<GatewayAsked> asked =
                store.gatewayAsked(gateway).filter(last -> last.order().equals(closed.order()));
        Matcher id = ORDER_ID.matcher(closed.order());
        if (asked.isEmpty() || closed.outcome() == OrderOutcome.WITHDRAWN || !id.matches()) {
            return Decision.of(false);
        }
        boolean done = closed.outcome() == OrderOutcome.DONE;
        List<Draft> drafts = new ArrayList<>(told(gateway, asked.get(), closed, done));
        int attempt = Integer.parseInt(id.group(3));
        if (!done && closed.outcome() != OrderOutcome.REFUSED && attempt < NetworkDesk.MAX_ATTEMPTS) {
            String next = closed.order().substring(0, closed.order().length() - 1) + (attempt + 1);
            drafts.addAll(store.gateway(gateway)
                    .map(set -> ask(gateway, set, next, Long.parseLong(id.group(1)), true)
                            .drafts())
                    .orElse(List.of()));
        }
        return Decision.of(done, drafts);
    }

    private List<Draft> told(DeviceId gateway, GatewayAsked asked, OrderClosed closed, boolean done) {
        List<Draft> drafts = new ArrayList<>();
        Set<String> still = new HashSet<>();
        for (GatewayAsked.Member member : asked.members()) {
            still.add(member.device());
            GatewayHolds holds = new GatewayHolds(
                    gateway.value(),
                    member.policy(),
                    member.digest(),
                    closed.order(),
                    done ? closed.strength() : "",
                    done ? closed.detail() : failure(closed));
            DeviceId device = new DeviceId(member.device());
            if (store.held(device).filter(last -> same(last, holds)).isEmpty()) {
                drafts.add(new Draft(device.subject(), now, gateway.subject().text(), holds));
            }
        }
        for (DeviceId before : store.heldBy(gateway)) {
            if (done && !still.contains(before.value())) {
                drafts.add(new Draft(
                        before.subject(),
                        now,
                        gateway.subject().text(),
                        new GatewayHolds(gateway.value(), "", "", closed.order(), "", "no longer behind it")));
            }
        }
        return drafts;
    }

    private static String failure(OrderClosed closed) {
        return closed.kind() == OrderKind.GATEWAY_PAGES && closed.outcome() == OrderOutcome.REFUSED
                ? "the gateway's agent takes no rules in pages, so it needs a newer one: " + closed.detail()
                : closed.reason() + ": " + closed.detail();
    }

    private static boolean same(GatewayHolds one, GatewayHolds two) {
        return one.gateway().equals(two.gateway())
                && one.policy().equals(two.policy())
                && one.digest().equals(two.digest())
                && one.strength().equals(two.strength());
    }
}
