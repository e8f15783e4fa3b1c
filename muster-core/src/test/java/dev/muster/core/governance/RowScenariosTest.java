package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.OrgId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A year of one organisation, told to the real desk step by step ({@code year.tsv}): no step is refused, and the evidence
 * of each row appears at a step that does what the row asks for, and not before.
 */
class RowScenariosTest {
    private static final OrgId CITY = new OrgId("city");

    private final MemoryWorkflows world = new MemoryWorkflows();
    private final GovernanceFacts rules = new GovernanceFacts();

    /** For each row, the steps that showed it, in order. */
    static Map<String, List<String>> told() {
        return new RowScenariosTest().year();
    }

    private Map<String, List<String>> year() {
        Map<String, List<String>> shown = new LinkedHashMap<>();
        List<String> roles = List.of("approver", "technician", "supervisor", "officer", "auditor");
        List<String> people = List.of("app", "tom", "sue", "olaf", "aud");
        for (int i = 0; i < roles.size(); i++) {
            world.grant("operator/" + people.get(i), roles.get(i));
        }
        for (Table.Row step : story().rows()) {
            String name = step.text("machine") + " " + step.text("id") + " " + step.text("transition");
            assertThat(made(step)).as(name).isInstanceOf(Workflows.Answer.Moved.class);
            Draft last = world.entries.getLast();
            for (Fact fact : facts(last)) {
                if (fact.key().startsWith("governance.row.") && !GovernanceFacts.broken(fact.value())) {
                    shown.computeIfAbsent(fact.key().substring("governance.row.".length()), _ -> new ArrayList<>())
                            .add(name);
                }
            }
        }
        return shown;
    }

    private Workflows.Answer made(Table.Row step) {
        String machine = step.text("machine");
        String id = step.text("id");
        switch (step.text("wait")) {
            case "" -> {}
            case "attested" -> world.attested("cam-1", "affirming");
            default ->
                world.now = world.now
                        .atOffset(ZoneOffset.UTC)
                        .plus(Period.parse(step.text("wait")))
                        .toInstant();
        }
        boolean system = step.text("actor").equals(Workflows.SYSTEM);
        return system && step.text("fields").isEmpty()
                ? world.expire(machine, id)
                : world.move(
                        machine,
                        id,
                        step.text("transition"),
                        system || step.text("actor").startsWith("device/")
                                ? step.text("actor")
                                : "operator/" + step.text("actor"),
                        fields(step));
    }

    private static String[] fields(Table.Row step) {
        List<String> fields = new ArrayList<>();
        for (String pair : step.text("fields").split(" ; ", -1)) {
            if (!pair.isEmpty()) {
                fields.add(pair.substring(0, pair.indexOf('=')));
                fields.add(pair.substring(pair.indexOf('=') + 1));
            }
        }
        return fields.toArray(String[]::new);
    }

    private List<Fact> facts(Draft draft) {
        Entry entry = new Entry(
                world.entries.size(),
                CITY,
                "governance.moved",
                draft.subject(),
                draft.effectiveAt(),
                draft.effectiveAt(),
                draft.issuer(),
                new byte[32],
                Optional.empty());
        return rules.facts(entry, draft.event());
    }

    private static Table story() {
        try (InputStream in = RowScenariosTest.class.getResourceAsStream("year.tsv")) {
            return Table.parse("year.tsv", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @TestFactory
    List<DynamicTest> eachRowShowsItsEvidenceInTheYear() {
        Map<String, List<String>> shown = year();
        return RowParts.shipped().all().stream()
                .map(part -> DynamicTest.dynamicTest(part.row(), () -> {
                    assertThat(shown).containsKey(part.row());
                    assertThat(shown.get(part.row()))
                            .allMatch(step -> step.startsWith(part.machine() + " "), "a step of a " + part.machine());
                }))
                .toList();
    }

    @Test
    void theYearShowsNothingThatIsNoRow() {
        Map<String, RowParts.Part> parts = new HashMap<>();
        RowParts.shipped().all().forEach(part -> parts.put(part.row(), part));
        assertThat(parts.keySet()).isEqualTo(year().keySet());
    }

    @Test
    void aContractWithoutAClauseDoesNotAnswerItsRow() {
        GovernanceEvent.Moved contracted = new GovernanceEvent.Moved(
                "contract", "onboarding", "monitored", "operator/olaf", "", Map.of("clauses", "monitoring"), Map.of());
        assertThat(RowParts.shipped().shownBy("provider", contracted))
                .extracting(RowParts.Part::row)
                .doesNotContain("NT-23-A3", "NT-13", "NT-13-A1e")
                .contains("NT-23-M4");
    }

    @Test
    void aContractNamesClausesThatThereAre() {
        world.grant("operator/olaf", "officer");
        world.move("provider", "p", "open-request", "operator/olaf", "party", "Lens Ltd");
        assertThat(world.move(
                        "provider",
                        "p",
                        "contract",
                        "operator/olaf",
                        "clauses",
                        "audit, goodwill",
                        "criteria",
                        "c",
                        "monitoring",
                        "m",
                        "review-due",
                        "2027-01-01T00:00:00Z"))
                .isInstanceOfSatisfying(
                        Workflows.Answer.Refused.class,
                        no -> assertThat(no.detail())
                                .startsWith("clauses names goodwill; clauses are security-functions"));
    }
}
