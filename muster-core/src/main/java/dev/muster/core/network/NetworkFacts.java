package dev.muster.core.network;

import static dev.muster.core.facts.FactType.text;
import static dev.muster.core.facts.FactType.words;

import dev.muster.core.devices.OrderClosed;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Vocabulary;
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
    private static final Vocabulary WORDS = new Vocabulary();

    public static final FactKey POLICY = WORDS.device(
            "network.policy",
            text(),
            Grade.REPORTED,
            "name of the network policy: recorded while ordered, reported once in force");
    public static final FactKey POLICY_DIGEST =
            WORDS.device("network.policy-digest", text(), Grade.RECORDED, "SHA-256 of the ruleset");
    public static final FactKey ENFORCED =
            WORDS.device("network.enforced", text(), Grade.REPORTED, "the agent's word of how it is enforced");
    public static final FactKey ISOLATION = WORDS.device(
            "network.isolation",
            words("ordered", "applied", "failed"),
            Grade.REPORTED,
            "outcome of the last order to isolate the device");

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

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
        facts.add(fact(entry, POLICY.key(), set.name(), Grade.RECORDED));
        facts.add(fact(entry, POLICY_DIGEST.key(), set.digest(), Grade.RECORDED));
        if (set.name().equals(Policy.QUARANTINE)) {
            facts.add(fact(entry, ISOLATION.key(), "ordered", Grade.RECORDED));
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
            facts.add(fact(entry, POLICY.key(), closed.name(), Grade.REPORTED));
            if (!closed.strength().isEmpty()) {
                facts.add(fact(entry, ENFORCED.key(), closed.strength(), Grade.REPORTED));
            }
        }
        if (closed.name().equals(Policy.QUARANTINE)) {
            facts.add(fact(entry, ISOLATION.key(), done ? "applied" : "failed", Grade.REPORTED));
        }
        return facts;
    }

    private static Fact fact(Entry entry, String key, String value, Grade grade) {
        return new Fact(entry.subject(), key, value, entry.effectiveAt(), grade, entry.index());
    }
}
