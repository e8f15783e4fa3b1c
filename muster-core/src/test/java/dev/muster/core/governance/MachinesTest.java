package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped machines as data, and what no way through them may do. */
class MachinesTest {
    private static final Machines MACHINES = Machines.shipped();

    /** States that nothing may reach without this transition having been made under its guards. */
    private static final Map<String, String> GUARDED =
            Map.of("work-order/closed", "close", "maintenance/in-service", "return", "custody/released", "release");

    @Test
    void everyRowIsAnsweredByAPartThatIsThere() {
        List<RowParts.Part> parts = RowParts.shipped().all();
        assertThat(parts.stream().map(RowParts.Part::row).collect(Collectors.toSet()))
                .as("the 117 rows of the source less the one without a duty")
                .hasSize(116)
                .hasSize(parts.size());
        for (RowParts.Part part : parts) {
            Machine machine = MACHINES.find(part.machine()).orElseThrow();
            String name = part.name().replaceAll("=.*", "");
            switch (part.kind()) {
                case "field" -> assertThat(machine.fields()).containsKey(name);
                case "transition" -> assertThat(machine.transition(name)).isPresent();
                case "timer" ->
                    assertThat(machine.timers()).extracting(Timer::field).contains(name);
                case "topic" ->
                    assertThat(Table.shipped("topics.tsv").rows(name)).as(name).hasSize(1);
                case "clause" ->
                    assertThat(Table.shipped("clauses.tsv").rows())
                            .extracting(row -> row.text("clause"))
                            .contains(name.split("\\+", -1));
                default -> throw new AssertionError(part.kind());
            }
            part.brokenBy()
                    .forEach(broken -> assertThat(machine.transition(broken))
                            .as(part.row())
                            .isPresent());
        }
    }

    @Test
    void everyTopicOfADocumentAnswersSomething() {
        Set<String> asked = new TreeSet<>();
        RowParts.shipped().all().stream()
                .filter(part -> part.kind().equals("topic"))
                .forEach(part -> asked.add(part.name()));
        assertThat(Table.shipped("topics.tsv").rows().stream().map(row -> row.text("topic")))
                .containsExactlyInAnyOrderElementsOf(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "m\tM\ta\tb, m\tgo\ta\tc\toperator\t-\t-\t-\t-, an end of it is never reached",
        "m\tM\ta\tb, m\tgo\ta\tb\toperator\t-\t-\tx\t-, which is no field",
        "m\tM\ta\tb, m\tgo\ta\tb\toperator\tother\t-\t-\t-, which is no transition",
        "m\tM\ta\tb, m\tgo\ta\tb\toperator\t-\tmagic:x\t-\t-, no guard is called magic",
        "m\tM\ta\tb, m\tgo\tz\tb\toperator\t-\t-\t-\t-, a state that nothing reaches",
    })
    void aDefinitionWithoutSenseStops(String machine, String transition, String why) {
        Table machines = Table.parse("m", "machine\ttitle\tinitial\tfinal\tshown\n" + machine + "\t-");
        Table transitions =
                Table.parse("t", "machine\ttransition\tfrom\tto\trole\tapart\tguards\tneeds\tfact\n" + transition);
        Table none = Table.parse("f", "machine\tfield\ttype\tmeaning");
        Table timers = Table.parse("c", "machine\tstate\tafter\ttransition\tunless\tmeaning");
        assertThatThrownBy(() -> Machines.of(machines, none, transitions, timers))
                .hasMessageContaining(why);
    }

    /** Ten thousand steps by people with every role, fields and facts by chance: no end is reached around its guard. */
    @Test
    void noWayLeadsAroundAGuard() {
        Random random = new Random(20261129);
        MemoryWorkflows world = new MemoryWorkflows();
        List<String> people = List.of("ann", "tom", "sue");
        people.forEach(person -> world.grant(person, "approver", "technician", "supervisor", "officer", "auditor"));
        Map<String, Integer> reached = new HashMap<>();
        for (Machine machine : MACHINES.all()) {
            for (int run = 0; run < 12; run++) {
                String id = "r" + run;
                world.move(machine.id(), id, "open-request", people.get(random.nextInt(3)));
                for (int step = 0; step < 60; step++) {
                    walk(world, machine, id, people.get(random.nextInt(3)), random);
                }
                Instance end = world.find(machine.id(), id).orElseThrow();
                reached.merge(machine.id() + "/" + end.state(), 1, Integer::sum);
                check(machine, end);
            }
        }
        assertThat(reached).as("the walk gets somewhere").hasSizeGreaterThan(20);
    }

    private static void walk(MemoryWorkflows world, Machine machine, String id, String actor, Random random) {
        Transition transition =
                machine.transitions().get(random.nextInt(machine.transitions().size()));
        if (transition.role().equals(Transition.SYSTEM)) {
            world.now = world.now.plusSeconds(random.nextInt(90_000));
            world.expire(machine.id(), id);
            return;
        }
        String[] fields = transition.needs().stream()
                .filter(_ -> random.nextInt(10) > 0)
                .flatMap(name ->
                        java.util.stream.Stream.of(name, value(machine.fields().get(name), world, random)))
                .toArray(String[]::new);
        if (random.nextInt(3) == 0) {
            world.attested("cam-1", random.nextBoolean() ? "affirming" : "contraindicated");
        }
        world.move(machine.id(), id, transition.name(), actor, fields);
    }

    private static String value(Field field, MemoryWorkflows world, Random random) {
        return switch (field.type()) {
            case TIME -> world.now.plusSeconds(random.nextInt(400_000) - 50_000).toString();
            case MONEY, COUNT -> "7";
            case FLAG -> "true";
            case DIGEST -> "aa".repeat(32);
            case DEVICE -> "cam-1";
            case LINK -> "r" + random.nextInt(12);
            default -> field.name().equals("outcome") ? random.nextBoolean() ? "ok" : "failed" : "word";
        };
    }

    private static void check(Machine machine, Instance end) {
        for (int i = 1; i < end.steps().size(); i++) {
            Instance.Step step = end.steps().get(i);
            Optional<Transition> made = machine.transition(step.transition());
            assertThat(made).isPresent();
            for (String other : made.get().apart()) {
                List<Instance.Step> before = end.steps().subList(0, i);
                assertThat(before.reversed().stream()
                                .filter(s -> s.transition().equals(other))
                                .findFirst()
                                .map(Instance.Step::actor))
                        .as("%s of %s after %s", step.transition(), machine.id(), other)
                        .isNotEqualTo(Optional.of(step.actor()));
            }
        }
        String guard = GUARDED.get(machine.id() + "/" + end.state());
        if (guard != null) {
            assertThat(end.last(guard))
                    .as(machine.id() + " reached " + end.state())
                    .isPresent();
        }
    }
}
