package dev.muster.core.devices;

import static dev.muster.core.facts.FactType.text;
import static dev.muster.core.facts.FactType.time;
import static dev.muster.core.facts.FactType.words;

import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Vocabulary;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.format.devices.orders.OrderOutcome;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the register's entries state:
 *
 * <ul>
 *   <li>{@code devices.state}: the words of {@link DeviceState} (device, RECORDED)
 *   <li>{@code devices.admitted}: {@code by-evidence} when the server let it into service upon good evidence, {@code by-person}
 *       when an operator did, {@code without-evidence} when neither had looked (device, OBSERVED)
 *   <li>{@code devices.product}: the product's id (device, RECORDED)
 *   <li>{@code devices.support-from}, {@code devices.support-until}: ISO 8601 (product, RECORDED)
 *   <li>{@code devices.order.<kind>}: how the last order of that kind ended, such as {@code devices.order.install =
 *       done} (device; REPORTED when the device said so, RECORDED when the server closed it)
 * </ul>
 */
public final class DevicesFacts implements FactRule {
    private static final Vocabulary WORDS = new Vocabulary();

    public static final FactKey STATE =
            WORDS.device("devices.state", text(), Grade.RECORDED, "state of the device, in words of DeviceState");
    public static final FactKey ADMITTED = WORDS.device(
            "devices.admitted",
            words("by-evidence", "by-person", "without-evidence"),
            Grade.OBSERVED,
            "upon what it was let into service last");
    public static final FactKey PRODUCT =
            WORDS.device("devices.product", text(), Grade.RECORDED, "which product it is");
    public static final FactKey SUPPORT_FROM =
            WORDS.product("devices.support-from", time(), Grade.RECORDED, "when security support begins");
    public static final FactKey SUPPORT_UNTIL =
            WORDS.product("devices.support-until", time(), Grade.RECORDED, "when security support ends");

    /** Reasons for which the server lets a device in by itself: it appraised what the device showed. */
    private static final Set<String> BY_EVIDENCE = Set.of("evidence-affirming", "verdict-affirming");

    /** What earlier versions let devices in for. */
    private static final String BY_ENROLMENT = "enrolled";

    static {
        WORDS.about("device", "devices.order.", text(), Grade.REPORTED, "how the last order of that kind ended");
    }

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case ProductAdded added ->
                List.of(
                        fact(entry, SUPPORT_FROM.key(), added.supportFrom().toString(), Grade.RECORDED),
                        fact(entry, SUPPORT_UNTIL.key(), added.supportUntil().toString(), Grade.RECORDED));
            case DeviceRegistered registered ->
                List.of(
                        fact(entry, PRODUCT.key(), registered.product(), Grade.RECORDED),
                        fact(entry, STATE.key(), DeviceState.MANUFACTURED.word(), Grade.RECORDED));
            case StateChanged changed -> changed(entry, changed);
            case OrderClosed closed ->
                List.of(fact(
                        entry,
                        "devices.order." + closed.kind().word(),
                        word(closed.outcome()),
                        byServer(closed.outcome()) ? Grade.RECORDED : Grade.REPORTED));
            default -> List.of();
        };
    }

    private static List<Fact> changed(Entry entry, StateChanged changed) {
        Fact state = fact(entry, STATE.key(), changed.to().word(), Grade.RECORDED);
        boolean comesIn =
                changed.to() == DeviceState.OPERATIONAL && !changed.from().inService();
        if (!comesIn) {
            return List.of(state);
        }
        String upon = BY_EVIDENCE.contains(changed.reason())
                ? "by-evidence"
                : changed.reason().equals(BY_ENROLMENT) ? "without-evidence" : "by-person";
        return List.of(state, fact(entry, ADMITTED.key(), upon, Grade.OBSERVED));
    }

    private static boolean byServer(OrderOutcome outcome) {
        return outcome == OrderOutcome.EXPIRED || outcome == OrderOutcome.WITHDRAWN;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Fact fact(Entry entry, String key, String value, Grade grade) {
        return new Fact(entry.subject(), key, value, entry.effectiveAt(), grade, entry.index());
    }
}
