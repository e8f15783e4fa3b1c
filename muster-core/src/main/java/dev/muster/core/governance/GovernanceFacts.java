package dev.muster.core.governance;

import static dev.muster.core.facts.FactType.text;

import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Vocabulary;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import dev.muster.format.devices.orders.Strength;
import java.util.ArrayList;
import java.util.List;

/**
 * What the steps of records say: how each stands, what stands so for the device it is about, and which row of the
 * non-technical catalogue a step answers ({@code governance.row.NT-01-M1 = document/7}, of the organisation). All of it is
 * RECORDED: people did it here.
 */
public final class GovernanceFacts implements FactRule {
    private static final String ROW = "governance.row.";
    private static final String BROKEN = "broken by ";
    private static final Vocabulary WORDS = new Vocabulary();

    static {
        Machines.shipped().all().forEach(machine -> {
            WORDS.about(machine.id(), "governance.", text(), Grade.RECORDED, "how the record stands");
        });
        WORDS.about("device", "governance.", text(), Grade.RECORDED, "how a record about the device stands");
        WORDS.about("org", ROW, text(), Grade.RECORDED, "the record that answers the row, or what broke it");
    }

    /** What a device last proved of destroying what it holds: {@code complete}, {@code incomplete} or {@code simulated}. */
    public static final FactKey WIPE = WORDS.device(
            "wipe.result", text(), Grade.REPORTED, "whether the device destroyed all it held when that was ordered");

    /** Whether what a device last recorded of a session by role goes with the role: {@code kept} or {@code broken}. */
    public static final FactKey LOCAL_ROLES = WORDS.device(
            "local.roles",
            text(),
            Grade.REPORTED,
            "whether the device let a person do at it what their role has, and no more");

    private final Machines machines = Machines.shipped();
    private final RowParts rows = RowParts.shipped();

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

    /** The fact that answers a row. */
    public static FactKey row(String id) {
        return FactKey.org(ROW + id);
    }

    /** Whether the value says that a row is answered no more. */
    public static boolean broken(String value) {
        return value.startsWith(BROKEN);
    }

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case GovernanceEvent.Moved moved -> moved(entry, moved);
            case GovernanceEvent.WipeProved proved -> List.of(wiped(entry, proved));
            case GovernanceEvent.LocalSessionRecorded session -> List.of(byRole(entry, session));
            default -> List.of();
        };
    }

    /** Signed by the device, but nobody else looked: what it says, no more. */
    private static Fact wiped(Entry entry, GovernanceEvent.WipeProved proved) {
        boolean simulated = proved.strength().equals(Strength.SIMULATED.word());
        return new Fact(
                entry.subject(),
                WIPE.key(),
                simulated ? proved.strength() : proved.outcome(),
                entry.effectiveAt(),
                Grade.REPORTED,
                entry.index());
    }

    /** The device says what was done; that it goes with the role was compared here, with what was issued. */
    private static Fact byRole(Entry entry, GovernanceEvent.LocalSessionRecorded session) {
        return new Fact(
                entry.subject(),
                LOCAL_ROLES.key(),
                session.compared().equals(LocalTokens.KEPT) ? LocalTokens.KEPT : LocalTokens.BROKEN,
                entry.effectiveAt(),
                Grade.REPORTED,
                entry.index());
    }

    private List<Fact> moved(Entry entry, GovernanceEvent.Moved moved) {
        List<Fact> facts = new ArrayList<>();
        String machine = entry.subject().kind();
        machines.find(machine)
                .flatMap(m -> m.transition(moved.transition()))
                .flatMap(Transition::fact)
                .ifPresent(fact -> {
                    facts.add(fact(entry, entry.subject(), fact.getKey(), fact.getValue()));
                    String device = moved.kind().get("device");
                    if (device != null) {
                        facts.add(fact(entry, Subject.device(device), fact.getKey(), fact.getValue()));
                    }
                });
        Subject org = Subject.org(entry.org());
        for (RowParts.Part part : rows.shownBy(machine, moved)) {
            facts.add(fact(entry, org, ROW + part.row(), entry.subject().text()));
        }
        for (RowParts.Part part : rows.brokenBy(machine, moved)) {
            facts.add(fact(
                    entry,
                    org,
                    ROW + part.row(),
                    BROKEN + moved.transition() + " of " + entry.subject().text()));
        }
        return facts;
    }

    private static Fact fact(Entry entry, Subject subject, String key, String value) {
        return new Fact(subject, key, value, entry.effectiveAt(), Grade.RECORDED, entry.index());
    }
}
