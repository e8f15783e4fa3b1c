package dev.muster.core.network;

import static dev.muster.core.facts.FactType.count;
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
import dev.muster.format.devices.orders.Strength;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known about a device's network policy:
 *
 * <ul>
 *   <li>{@code network.policy}: {@code trusted}, {@code maintenance}, {@code joining}, {@code quarantine} or {@code normal}. RECORDED while the server only wishes it, REPORTED
 *       once the agent says that it is in force.
 *   <li>{@code network.policy-digest}: SHA-256 of the ruleset (RECORDED)
 *   <li>{@code network.enforced} (REPORTED): {@code kernel-enforced} when the agent read the kernel's rules back and found
 *       exactly what was ordered, {@code simulated}, {@code not-enforced} when the policy is only kept, {@code unrestricted}
 *       when the policy in force restricts nothing
 *   <li>{@code network.isolation}: {@code ordered} (RECORDED), then {@code applied}, {@code kept} (nothing enforces
 *       it) or {@code failed} (REPORTED); only of
 *       the quarantine policy
 *   <li>{@code network.refused} (REPORTED): different things that the packet filter refused
 *   <li>{@code network.other-tls} (REPORTED): different connections whose TLS was not as described
 *   <li>{@code network.rules-changed} (REPORTED): how often its agent found other rules than were ordered
 *   <li>{@code network.guarded}, {@code network.guarded-policy} (REPORTED): the same of the gateway before the device, by the
 *       gateway's word; {@code failed} when it could not put its rules in force, {@code none} when it does not guard it any more
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
    public static final FactKey ENFORCED = WORDS.device(
            "network.enforced",
            text(),
            Grade.REPORTED,
            "how the policy in force is enforced: kernel-enforced (read back and proved), simulated, not-enforced, or"
                    + " unrestricted");
    public static final FactKey ISOLATION = WORDS.device(
            "network.isolation",
            words("ordered", "applied", "kept", "failed"),
            Grade.REPORTED,
            "outcome of the last order to isolate the device");

    public static final FactKey GUARDED = WORDS.device(
            "network.guarded",
            text(),
            Grade.REPORTED,
            "what the gateway before the device said of its rules for it: kernel-enforced (read back and proved),"
                    + " not-enforced, unrestricted, failed, or none");
    public static final FactKey GUARDED_POLICY = WORDS.device(
            "network.guarded-policy",
            text(),
            Grade.REPORTED,
            "name of the network policy that the gateway before the device has in force for it");

    public static final FactKey REFUSED = WORDS.device(
            "network.refused",
            count(),
            Grade.REPORTED,
            "how many different things the packet filter before or on the device refused it under its present policy");

    public static final FactKey OTHER_TLS = WORDS.device(
            "network.other-tls",
            count(),
            Grade.REPORTED,
            "how many different connections of the device began with TLS that is not as its maker describes it (RFC"
                    + " 9761), under its present policy");

    public static final FactKey CHANGED = WORDS.device(
            "network.rules-changed",
            count(),
            Grade.REPORTED,
            "how often the device's agent found that the rules in its kernel were changed or taken away, since it"
                    + " began");

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case PolicySet set -> wished(entry, set);
            case OrderClosed closed when closed.kind() == OrderKind.NETWORK_POLICY -> reported(entry, closed);
            case GatewayHolds holds -> guarded(entry, holds);
            case FlowsSeen seen ->
                List.of(
                        fact(entry, REFUSED.key(), Integer.toString(seen.flows().size()), Grade.REPORTED),
                        fact(
                                entry,
                                OTHER_TLS.key(),
                                Integer.toString(seen.otherTls().size()),
                                Grade.REPORTED));
            case RulesChanged changed ->
                List.of(fact(entry, CHANGED.key(), Long.toString(changed.count()), Grade.REPORTED));
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
                facts.add(fact(entry, ENFORCED.key(), enforced(closed), Grade.REPORTED));
            }
        }
        if (closed.name().equals(Policy.QUARANTINE)) {
            // A policy that is only kept isolates nobody, although the order was carried out as far as it could be.
            boolean kept = closed.strength().equals(Strength.CHECKED.word());
            facts.add(fact(entry, ISOLATION.key(), done ? kept ? "kept" : "applied" : "failed", Grade.REPORTED));
        }
        return facts;
    }

    private static List<Fact> guarded(Entry entry, GatewayHolds holds) {
        if (holds.policy().isEmpty()) {
            return List.of(fact(entry, GUARDED.key(), "none", Grade.REPORTED));
        }
        if (holds.strength().isEmpty()) {
            return List.of(fact(entry, GUARDED.key(), "failed", Grade.REPORTED));
        }
        String how = holds.policy().equals(Policy.NORMAL)
                ? "unrestricted"
                : holds.strength().equals(Strength.CHECKED.word()) ? "not-enforced" : holds.strength();
        return List.of(
                fact(entry, GUARDED.key(), how, Grade.REPORTED),
                fact(entry, GUARDED_POLICY.key(), holds.policy(), Grade.REPORTED));
    }

    /** What holds the policy: nothing holds the absence of one, and {@code checked} says that no kernel does. */
    private static String enforced(OrderClosed closed) {
        if (closed.name().equals(Policy.NORMAL)) {
            return "unrestricted";
        }
        return closed.strength().equals(Strength.CHECKED.word()) ? "not-enforced" : closed.strength();
    }

    private static Fact fact(Entry entry, String key, String value, Grade grade) {
        return new Fact(entry.subject(), key, value, entry.effectiveAt(), grade, entry.index());
    }
}
