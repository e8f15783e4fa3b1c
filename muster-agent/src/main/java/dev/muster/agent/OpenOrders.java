package dev.muster.agent;

import dev.muster.agent.server.Backoff;
import dev.muster.format.devices.orders.Order;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/** The orders that wait to be followed, the most urgent first, and those that had to be postponed. Not thread-safe. */
final class OpenOrders {

    private final PriorityQueue<Order> open =
            new PriorityQueue<>(Comparator.comparingInt(OpenOrders::rank).thenComparingLong(Order::sequence));
    private final Map<String, Order> postponed = new LinkedHashMap<>();
    private final Backoff backoff;

    OpenOrders(Backoff backoff) {
        this.backoff = backoff;
    }

    void add(Collection<Order> orders) {
        open.addAll(orders);
    }

    /** Takes in the orders among what arrived while one was followed. */
    void collect(Collection<Wake> wakes) {
        for (Wake wake : List.copyOf(wakes)) {
            if (wake instanceof Wake.Orders more && wakes.remove(wake)) {
                add(more.orders());
            }
        }
    }

    /** The most urgent one; empty when all were followed or postponed. */
    Optional<Order> next() {
        return Optional.ofNullable(open.poll());
    }

    /** The server was away: this one is taken up again by {@link #takeUp}. */
    void postpone(Order order) {
        postponed.put(order.id(), order);
    }

    /** This one has ended, also if it was delivered twice and postponed before. */
    void settled(Order order) {
        postponed.remove(order.id());
    }

    /** Makes the postponed ones wait to be followed again. */
    void takeUp() {
        open.addAll(postponed.values());
        postponed.clear();
    }

    /** Whether there is one to follow now. */
    boolean any() {
        return !open.isEmpty();
    }

    /** How long to wait before the next {@link #takeUp}; empty when nothing is postponed. */
    Optional<Duration> pause() {
        if (postponed.isEmpty()) {
            backoff.succeeded();
            return Optional.empty();
        }
        return Optional.of(backoff.failed());
    }

    /** The network first, because whatever else is asked is done in the isolation that was ordered; evidence last. */
    private static int rank(Order order) {
        return switch (order.kind()) {
            case NETWORK_POLICY, GATEWAY_POLICY, GATEWAY_PAGES -> 0;
            case ATTEST -> 2;
            default -> 1;
        };
    }
}
