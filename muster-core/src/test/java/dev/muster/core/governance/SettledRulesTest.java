package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What stands, rule by rule, over a small machine: a draft, a finding of Muster, a word of a second person, a way back. */
class SettledRulesTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private static Transition step(
            String name, String from, String to, String role, List<String> apart, String... needs) {
        return new Transition(name, Set.of(from), to, role, apart, List.of(), List.of(needs), Optional.empty());
    }

    private static final Transition WRITE = step("write", "draft", "written", "author", List.of(), "text");
    private static final Transition FIND = step("find", "written", "found", Transition.SYSTEM, List.of(), "gaps");
    private static final Transition NOTE = step("note", "found", "found", Transition.SYSTEM, List.of());
    private static final Transition APPROVE = step("approve", "found", "approved", "boss", List.of("write"));
    private static final Transition USE = step("use", "approved", "used", "author", List.of(), "place", "gaps");
    private static final Transition REVISE = step("revise", "approved", "written", "author", List.of());
    private static final Transition RECHECK = step("recheck", "approved", "found", "author", List.of());

    private static final Machine MACHINE = new Machine(
            "paper",
            "Papers",
            "draft",
            Set.of("used"),
            List.of(),
            Map.of(),
            List.of(WRITE, FIND, NOTE, APPROVE, USE, REVISE, RECHECK),
            List.of());

    private static Optional<String> fault(Transition next, String actor, Map<String, String> set, Transition... made) {
        List<Instance.Step> steps = new ArrayList<>();
        for (Transition one : made) {
            steps.add(new Instance.Step(one.name(), "ann", NOON));
        }
        Map<String, String> stands = Map.of("text", "old", "gaps", "none", "place", "here");
        Instance before = new Instance("paper", "p1", "any", NOON, stands, steps);
        return Settled.fault(
                MACHINE, next, before, new Workflows.Request("paper", "p1", next.name(), actor, true, "", set));
    }

    @Test
    void beforeAnybodySaidAnythingAllMayChange() {
        assertThat(fault(USE, "ann", Map.of("text", "new"), WRITE)).isEmpty();
    }

    @Test
    void whatASecondPersonApprovedStandsAndTheRefusalNamesBoth() {
        assertThat(fault(USE, "ann", Map.of("text", "new"), WRITE, FIND, APPROVE))
                .contains("text stands since approve, and use does not change it");
        assertThat(fault(USE, "ann", Map.of("text", "old"), WRITE, FIND, APPROVE))
                .isEmpty();
        assertThat(fault(USE, "ann", Map.of("place", "there"), WRITE, FIND, APPROVE))
                .as("the step asks for it")
                .isEmpty();
        assertThat(fault(USE, "ann", Map.of("other", "new"), WRITE, FIND, APPROVE))
                .as("nobody has said it yet")
                .isEmpty();
    }

    @Test
    void musterItselfMayAlways() {
        assertThat(fault(USE, Workflows.SYSTEM, Map.of("text", "new"), WRITE, FIND, APPROVE))
                .isEmpty();
    }

    @Test
    void aFindingOfMusterIsNotSaidAgainByAPersonThoughTheStepAsksForIt() {
        assertThat(fault(USE, "ann", Map.of("gaps", "many"), WRITE, FIND)).isPresent();
        assertThat(fault(USE, "ann", Map.of("gaps", "many"), WRITE, APPROVE))
                .as("no finding stands")
                .isEmpty();
    }

    @Test
    void aStepOfMusterThatFindsNothingSettlesNothing() {
        assertThat(fault(USE, "ann", Map.of("text", "new"), WRITE, NOTE)).isEmpty();
    }

    @Test
    void theWayBackBeforeAllOfItMayChangeAnything() {
        assertThat(fault(REVISE, "ann", Map.of("text", "new"), WRITE, FIND)).isEmpty();
        assertThat(fault(RECHECK, "ann", Map.of("text", "new"), WRITE, APPROVE)).isEmpty();
        assertThat(fault(RECHECK, "ann", Map.of("text", "new"), WRITE, FIND, APPROVE))
                .as("the finding stands all the same")
                .isPresent();
    }

    @Test
    void whatWasTakenBackStandsNoLonger() {
        assertThat(fault(USE, "ann", Map.of("text", "new"), WRITE, FIND, APPROVE, RECHECK))
                .as("the finding before it does")
                .contains("text stands since find, and use does not change it");
        assertThat(fault(USE, "ann", Map.of("text", "new"), WRITE, APPROVE, RECHECK))
                .isEmpty();
        assertThat(fault(USE, "ann", Map.of("text", "new"), WRITE, FIND, APPROVE, RECHECK, APPROVE))
                .contains("text stands since approve, and use does not change it");
    }

    @Test
    void aStepAsksForWhatItNeeds() {
        assertThat(Settled.asked(USE)).containsExactlyInAnyOrder("place", "gaps");
        assertThat(Settled.asked(REVISE)).isEmpty();
    }
}
