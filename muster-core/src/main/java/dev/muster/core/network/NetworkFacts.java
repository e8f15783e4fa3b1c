package dev.muster.core.network;

import dev.muster.core.devices.OrderClosed;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known about a device's network policy:
 *
 * <ul>
 *   <li>{@code network.policy}: {@code quarantine} or {@code normal}. RECORDED while the server only wishes it, REPORTED
 *       once the agent says that it is in force.
 *   <li>{@code network.policy-digest}: SHA-256 of the ruleset (RECORDED)
 *   <li>{@code network.enforced}: the agent's word of strength, such as {@code simulated} (REPORTED)
 *   <li>{@code network.isolation}: {@code ordered} (RECORDED), then {@code applied} or {@code failed} (REPORTED); only of
 *       the quarantine policy
 * </ul>
 */
public final class NetworkFacts implements FactRule {

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case PolicySet set -> wished(entry, set);
            case OrderClosed closed when closed.kind() == OrderKind.NETWORK_POLICY -> reported(entry, closed);
            default -> List.of();
        };
    }

    private static List<Fact> wished(Entry entry, PolicySet set) {
        List<Fact> facts = new ArrayList<>();
        facts.add(fact(entry, "network.policy", set.name(), Grade.RECORDED));
        facts.add(fact(entry, "network.policy-digest", set.digest(), Grade.RECORDED));
        if (set.name().equals(Policy.QUARANTINE)) {
            facts.add(fact(entry, "network.isolation", "ordered", Grade.RECORDED));
        }
        return facts;
    }

    private static List<Fact> reported(Entry entry, OrderClosed closed) {
        List<Fact> facts = new ArrayList<>();
        boolean done = closed.outcome() == OrderOutcome.DONE;
        if (closed.outcome() == OrderOutcome.WITHDRAWN) {
            return facts;
        }
        if (done) {
            facts.add(fact(entry, "network.policy", closed.name(), Grade.REPORTED));
            if (!closed.strength().isEmpty()) {
                facts.add(fact(entry, "network.enforced", closed.strength(), Grade.REPORTED));
            }
        }
        if (closed.name().equals(Policy.QUARANTINE)) {
            facts.add(fact(entry, "network.isolation", done ? "applied" : "failed", Grade.REPORTED));
        }
        return facts;
    }

    private static Fact fact(Entry entry, String key, String value, Grade grade) {
        return new Fact(entry.subject(), key, value, entry.effectiveAt(), grade, entry.index());
    }
}
