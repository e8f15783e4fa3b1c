package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was approved stays as it was approved; what has to be approved again may be changed before. */
class SettledTest {
    private static final String DAY = "2026-11-30T08:00:00Z";

    private final MemoryWorkflows world = new MemoryWorkflows();

    @BeforeEach
    void roles() {
        world.grant("ada", "approver");
        world.grant("tom", "technician");
        world.grant("olaf", "officer");
        world.grant("sue", "supervisor");
    }

    private static String code(Workflows.Answer answer) {
        return answer instanceof Workflows.Answer.Refused no ? no.reason() : "moved";
    }

    @Test
    void anApprovedOrderIsForItsDeviceOnly() {
        world.move("work-order", "w1", "open-request", "ann", "device", "cam-1", "kind", "repair");
        world.move("work-order", "w1", "request", "ann", "task", "lens", "trigger", "fault", "kind", "local");
        world.move("work-order", "w1", "approve", "ada");
        assertThat(code(world.move("work-order", "w1", "schedule", "ann", "due", DAY, "device", "cam-2")))
                .isEqualTo("field-settled");
        assertThat(code(world.move("work-order", "w1", "schedule", "ann", "due", DAY, "task", "")))
                .as("taken away is changed too")
                .isEqualTo("field-settled");
        assertThat(code(world.move("work-order", "w1", "schedule", "ann", "due", DAY, "device", "cam-1")))
                .as("said again is not changed")
                .isEqualTo("moved");
        assertThat(world.records.get("work-order/w1").fields()).containsEntry("device", "cam-1");
    }

    @Test
    void nobodyTurnsAnEscortedPersonIntoAnUnescortedOneOnTheWay() {
        world.move("authorisation", "a1", "open-request", "ann", "key", "mine");
        String[] all = {"person", "tom", "organisation", "Fix", "scope", "cams", "class", "escorted", "until", DAY};
        assertThat(code(world.move("authorisation", "a1", "activate", "ada", all)))
                .isEqualTo("moved");
        assertThat(code(world.move("authorisation", "a1", "second", "sue", "class", "unescorted")))
                .isEqualTo("field-settled");
        assertThat(code(world.move("authorisation", "a1", "second", "sue", "key", "another")))
                .isEqualTo("field-settled");
        assertThat(code(world.move("authorisation", "a1", "second", "sue"))).isEqualTo("moved");
    }

    @Test
    void aRevisedBudgetIsApprovedAgainWithItsNewSum() {
        world.move("budget-line", "b1", "open-request", "olaf", "planned", "100", "category", "security");
        String[] rest = {
            "device-class",
            "cam",
            "lifetime",
            "8 years",
            "from",
            "2026-01-01T00:00:00Z",
            "until",
            "2034-01-01T00:00:00Z"
        };
        assertThat(code(world.move("budget-line", "b1", "approve", "ada", rest)))
                .isEqualTo("moved");
        assertThat(code(world.move("budget-line", "b1", "close", "olaf", "planned", "900")))
                .isEqualTo("field-settled");
        assertThat(code(world.move("budget-line", "b1", "revise", "olaf", "changes", "more cameras", "planned", "900")))
                .isEqualTo("moved");
        world.grant("olaf", "approver");
        assertThat(code(world.move("budget-line", "b1", "approve", "olaf"))).isEqualTo("apart-forbidden");
        assertThat(code(world.move("budget-line", "b1", "approve", "ada"))).isEqualTo("moved");
        assertThat(world.records.get("budget-line/b1").fields()).containsEntry("planned", "900");
    }

    @Test
    void aFindingOfMusterIsNotChangedByPeople() {
        world.move("acquisition", "q1", "open-request", "olaf", "device-class", "cam", "mission", "m");
        world.move(
                "acquisition", "q1", "set-requirements", "olaf", "profile", "p", "documents", "d", "environment", "e");
        world.move("acquisition", "q1", "notify", "olaf", "notice-sent", DAY, "notice-acknowledged", DAY);
        world.move("acquisition", "q1", "collect", "olaf", "offers", "lens");
        assertThat(code(world.move("acquisition", "q1", "assess", "olaf"))).isEqualTo("guard-conflict");
        String digest = "ab".repeat(32);
        assertThat(code(world.move(
                        "acquisition", "q1", "compare", "olaf", "gaps", "lens: none of 3", "gap-table", digest)))
                .isEqualTo("role-forbidden");
        world.move("acquisition", "q1", "compare", Workflows.SYSTEM, "gaps", "lens: 2 of 3", "gap-table", digest);
        assertThat(code(world.move("acquisition", "q1", "assess", "olaf", "gaps", "none")))
                .isEqualTo("field-settled");
        assertThat(code(world.move("acquisition", "q1", "assess", "olaf", "profile", "less")))
                .isEqualTo("field-settled");
        assertThat(code(world.move("acquisition", "q1", "assess", "olaf"))).isEqualTo("moved");
    }

    /** Whoever adds a machine meets this: a step that a person approves has somebody to be kept apart from. */
    @Test
    void whoeverApprovesIsAnother() {
        Set<String> alone = Machines.shipped().all().stream()
                .flatMap(machine -> machine.transitions().stream()
                        .filter(step -> Set.of("approve", "activate", "grant", "book", "decide", "retro-approve")
                                .contains(step.name()))
                        .filter(step -> step.apart().isEmpty())
                        .map(step -> machine.id() + " " + step.name()))
                .collect(Collectors.toSet());
        assertThat(alone).isEmpty();
    }
}
