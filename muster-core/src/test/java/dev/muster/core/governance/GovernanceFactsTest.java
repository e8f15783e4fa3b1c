package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.facts.Vocabulary;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GovernanceFactsTest {
    private static final Instant AT = Instant.parse("2026-11-29T12:00:00Z");

    private static List<Fact> facts(
            String machine, String transition, Map<String, String> set, Map<String, String> kind) {
        GovernanceEvent.Moved moved = new GovernanceEvent.Moved(transition, "a", "b", "operator/ann", "", set, kind);
        Entry entry = new Entry(
                7,
                new OrgId("acme"),
                "governance.moved",
                new Subject(machine, "r1"),
                AT,
                AT,
                "operator/ann",
                new byte[32],
                Optional.empty());
        return new GovernanceFacts().facts(entry, moved);
    }

    /** For each row: the step that its part names, and the fact that appears; then what breaks it. */
    @TestFactory
    List<DynamicTest> eachRowsEvidenceAppears() {
        return RowParts.shipped().all().stream()
                .map(part -> DynamicTest.dynamicTest(part.row(), () -> shows(part)))
                .toList();
    }

    private static void shows(RowParts.Part part) {
        int equals = part.name().indexOf('=');
        String name = equals < 0 ? part.name() : part.name().substring(0, equals);
        String value = equals < 0 ? "something" : part.name().substring(equals + 1);
        Map<String, String> set = new HashMap<>();
        Map<String, String> kind = new HashMap<>();
        String transition = "open-request";
        switch (part.kind()) {
            case "topic" -> {
                transition = "distribute";
                kind.put("topic", part.name());
            }
            case "transition" -> transition = part.name();
            case "clause" -> set.put("clauses", part.name().replace('+', ','));
            default -> {
                set.put(name, value);
                if (GovernanceEvent.Moved.KIND.contains(name)) {
                    kind.put(name, value);
                }
            }
        }
        List<Fact> shown = facts(part.machine(), transition, set, kind);
        assertThat(shown)
                .extracting(Fact::key, Fact::value)
                .contains(
                        org.assertj.core.api.Assertions.tuple("governance.row." + part.row(), part.machine() + "/r1"));
        assertThat(Vocabulary.broken(GovernanceFacts.vocabulary(), shown)).isEmpty();
        for (String broken : part.brokenBy()) {
            assertThat(facts(part.machine(), broken, Map.of(), kind))
                    .filteredOn(fact -> fact.key().equals("governance.row." + part.row()))
                    .extracting(Fact::value)
                    .contains("broken by " + broken + " of " + part.machine() + "/r1");
        }
    }

    @Test
    void aDeviceShowsHowItsWorkStands() {
        assertThat(facts("work-order", "close", Map.of(), Map.of("device", "cam-1")))
                .extracting(fact -> fact.subject().text() + " " + fact.key() + "=" + fact.value())
                .contains("device/cam-1 governance.work-order=closed", "work-order/r1 governance.work-order=closed");
    }

    @Test
    void anotherPolicyDoesNotBreakThisOne() {
        assertThat(facts("policy", "fall-due", Map.of(), Map.of("area", "roles")))
                .extracting(Fact::key)
                .contains("governance.row.NT-21")
                .doesNotContain("governance.row.NT-02");
    }
}
