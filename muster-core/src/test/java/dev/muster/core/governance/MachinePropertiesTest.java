package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One world with every machine, walked at random by people with all roles, by devices, by what follows by itself and by a
 * clock that also steps back: whatever was taken must have been allowed, judged here a second time by other means.
 */
class MachinePropertiesTest {
    private static final int STEPS = 120_000;

    /** Records that go round in circles make room. */
    private static final int MOST_STEPS = 60;

    private static final List<String> PEOPLE = List.of("operator/ann", "operator/tom", "operator/sue");
    private static final List<String> WORK = List.of(
            "work-order",
            "work-order",
            "session",
            "session",
            "authorisation",
            "tool",
            "document",
            "verification",
            "acquisition");
    private static final Set<String> GIVING_UP =
            Set.of("cancel", "reject", "deny", "revoke", "withdraw", "suspend", "supersede", "kill", "fail", "dismiss");
    private static final List<String> IDS = List.of("r1", "r2");

    private final MemoryWorkflows world = new MemoryWorkflows();
    private final Machines machines = Machines.shipped();
    private final Set<String> reached = new HashSet<>();
    private int timersFired;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverIsTakenWasAllowed(long seed) {
        Random random = new Random(seed);
        for (String person : PEOPLE) {
            world.grant(person, "approver", "technician", "supervisor", "officer", "auditor");
        }
        for (int i = 0; i < STEPS; i++) {
            switch (random.nextInt(10)) {
                case 0 -> world.attested("cam-1", random.nextInt(3) == 0 ? "contraindicated" : "affirming");
                case 1 -> world.now = world.now.plus(Duration.ofHours(random.nextInt(16) - 6L));
                case 2 -> tick(random);
                default -> step(random);
            }
        }
        assertThat(timersFired).as("timers were tried").isPositive();
        assertThat(reached)
                .as("the walk gets to the states that matter")
                .contains(
                        "work-order/closed",
                        "maintenance/in-service",
                        "custody/wiped",
                        "custody/released",
                        "custody/re-admitted",
                        "session/credential-issued",
                        "verification/passed",
                        "acquisition/in-use",
                        "case/closed");
        replays();
    }

    private void step(Random random) {
        List<Machine> all = List.copyOf(machines.all());
        // Work has the longest way to its end, and what it needs is of other machines.
        Machine machine = random.nextBoolean()
                ? all.get(random.nextInt(all.size()))
                : machines.find(WORK.get(random.nextInt(WORK.size()))).orElseThrow();
        String id = IDS.get(random.nextInt(IDS.size()));
        Instance before = world.find(machine.id(), id).orElse(null);
        if (before != null
                && machine.id().equals("verification")
                && !before.state().equals("running")
                && random.nextInt(20) != 0) {
            // What it found is for others to look at for a while.
            return;
        }
        if (before == null
                || machine.ends().contains(before.state())
                || before.steps().size() > MOST_STEPS) {
            world.records.remove(machine.id() + "/" + id);
            world.move(
                    machine.id(),
                    id,
                    Transition.OPENING,
                    PEOPLE.get(random.nextInt(PEOPLE.size())),
                    first(machine, random));
            return;
        }
        List<Transition> open = machine.transitions().stream()
                .filter(t -> random.nextInt(12) == 0 || t.from().contains(before.state()))
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Transition first = open.get(random.nextInt(open.size()));
        // Giving up is one way among many, and would end most walks at their beginning.
        Transition wish = GIVING_UP.contains(first.name()) ? open.get(random.nextInt(open.size())) : first;
        String actor = actor(wish, random);
        Workflows.Answer answer = world.move(machine.id(), id, wish.name(), actor, fields(machine, wish, random));
        if (answer instanceof Workflows.Answer.Moved moved) {
            judged(machine, wish, before, moved.now(), actor);
        }
    }

    private static String[] first(Machine machine, Random random) {
        List<String> set = new ArrayList<>();
        if (machine.fields().containsKey("device")) {
            set.addAll(List.of("device", "cam-1"));
        }
        if (machine.id().equals("verification")) {
            set.addAll(
                    List.of(random.nextBoolean() ? "work-order" : "acquisition", IDS.get(random.nextInt(IDS.size()))));
        }
        return set.toArray(String[]::new);
    }

    private String actor(Transition wish, Random random) {
        int who = random.nextInt(8);
        if (who == 0) {
            return "device/cam-1";
        }
        if (who == 1 || (wish.role().equals(Transition.SYSTEM) && who < 5)) {
            return Workflows.SYSTEM;
        }
        return wish.role().equals(Transition.DEVICE) && who < 5
                ? "device/cam-1"
                : PEOPLE.get(random.nextInt(PEOPLE.size()));
    }

    /** Mostly what the step needs; sometimes less, or a time that is over. */
    private String[] fields(Machine machine, Transition wish, Random random) {
        List<String> set = new ArrayList<>();
        Set<String> names = new HashSet<>(wish.needs());
        for (Guard guard : wish.guards()) {
            switch (guard) {
                case Guard.Linked linked -> names.add(linked.field());
                case Guard.Has has -> {
                    set.add(has.field());
                    set.add(has.values().get(random.nextInt(has.values().size())));
                }
                case Guard.Future future -> names.add(future.field());
                case Guard.Other other -> names.add(other.field());
                case Guard.Trained trained -> names.add(trained.field());
                case Guard.Escorted _ -> names.add("escort");
                case PlannedWork.Guarded guarded -> names.addAll(List.of(guarded.field(), "next"));
                case LinkGuards.Within within -> names.add(within.time());
                case LinkGuards.Before before -> names.addAll(List.of(before.first(), before.second()));
                default -> {}
            }
        }
        for (String name : names) {
            if (!set.contains(name)
                    && random.nextInt(20) != 0
                    && machine.fields().containsKey(name)) {
                set.add(name);
                set.add(value(machine, machine.fields().get(name), random));
            }
        }
        if (machine.id().equals("authorisation")) {
            set.addAll(List.of(
                    "training-until", world.now.plus(Duration.ofDays(400)).toString()));
        }
        if (random.nextInt(24) == 0) {
            // Somebody says more than the step asks for.
            Field more = List.copyOf(machine.fields().values())
                    .get(random.nextInt(machine.fields().size()));
            if (!set.contains(more.name())) {
                set.add(more.name());
                set.add(more.type() == Field.Type.TEXT ? "other words" : value(machine, more, random));
            }
        }
        return set.toArray(String[]::new);
    }

    private String value(Machine machine, Field field, Random random) {
        int hours = machine.id().equals("session") ? 20 : 200;
        return switch (field.type()) {
            case TIME ->
                world.now
                        .plus(Duration.ofHours(random.nextInt(hours) - hours / 20))
                        .toString();
            case MONEY, COUNT -> "" + random.nextInt(1000);
            case FLAG -> "true";
            case DIGEST -> "ab".repeat(32);
            case PERSON -> PEOPLE.get(random.nextInt(PEOPLE.size()));
            case DEVICE -> "cam-1";
            case PRODUCT -> "cam";
            case LINK -> IDS.get(random.nextInt(IDS.size()));
            case TEXT ->
                switch (field.name()) {
                    case "every" -> random.nextInt(4) == 0 ? "sometimes" : "PT30H";
                    case "clauses" -> random.nextInt(3) == 0 ? "goodwill" : "audit, monitoring";
                    case "channel" -> random.nextBoolean() ? "local" : "192.0.2.7:8443";
                    case "class" -> random.nextBoolean() ? "escorted" : "unescorted";
                    case "outcome" -> random.nextInt(3) == 0 ? "failed" : "ok";
                    case "drift" -> random.nextInt(3) == 0 ? "etc/x" : "none";
                    default -> "words";
                };
        };
    }

    /** A second opinion on what was taken. */
    private void judged(Machine machine, Transition made, Instance before, Instance after, String actor) {
        String what = machine.id() + " " + made.name() + " by " + actor + " from " + before.state();
        reached.add(machine.id() + "/" + after.state());
        assertThat(made.from()).as(what).contains(before.state());
        assertThat(after.state()).as(what).isEqualTo(made.to());
        assertThat(after.fields().keySet()).as(what).containsAll(made.needs());
        for (String other : made.apart()) {
            assertThat(before.actorOf(other))
                    .as(what + ", apart from " + other)
                    .isNotEqualTo(java.util.Optional.of(actor));
        }
        if (!actor.equals(Workflows.SYSTEM)) {
            Approved.kept(before, after, what);
        }
        switch (made.role()) {
            case Transition.SYSTEM -> assertThat(actor).as(what).isEqualTo(Workflows.SYSTEM);
            case Transition.DEVICE -> assertThat(actor).as(what).startsWith("device/");
            default -> {}
        }
        switch (machine.id() + "/" + after.state()) {
            case "work-order/closed" -> affirmed(after, "verify", what);
            case "maintenance/in-service" -> affirmed(after, "finish", what);
            case "custody/re-admitted" -> affirmed(after, "receive", what);
            case "verification/passed" -> affirmed(after, Transition.OPENING, what);
            case "custody/wiped" -> {
                assertThat(made.name()).as(what).isIn("wipe", "wipe-manual");
                if (made.name().equals("wipe")) {
                    assertThat(actor)
                            .as(what)
                            .isEqualTo("device/" + after.fields().get("device"));
                    assertThat(before.last("order-wipe")).as(what).isPresent();
                }
            }
            case "custody/released" ->
                assertThat(after.last("wipe").isPresent()
                                || after.last("wipe-manual").isPresent()
                                || after.last("except").isPresent())
                        .as(what)
                        .isTrue();
            case "session/credential-issued" -> {
                Instance order =
                        world.records.get("work-order/" + after.fields().get("work-order"));
                assertThat(order.state()).as(what).isEqualTo("in-progress");
                assertThat(Instant.parse(after.fields().get("window-end")))
                        .as(what)
                        .isBeforeOrEqualTo(Instant.parse(order.fields().get("window-end")));
            }
            default -> {}
        }
    }

    private void affirmed(Instance record, String since, String what) {
        Map.Entry<String, Instant> shown = world.facts.get("device/cam-1 attestation.status");
        assertThat(shown.getKey()).as(what).isEqualTo("affirming");
        assertThat(shown.getValue())
                .as(what)
                .isAfterOrEqualTo(record.last(since).orElseThrow().at());
    }

    /** Time moves a record when it is due, once for each time that its state was entered. */
    private void tick(Random random) {
        List<Instance> all = List.copyOf(world.records.values());
        if (all.isEmpty()) {
            return;
        }
        Instance before = all.get(random.nextInt(all.size()));
        Machine machine = machines.find(before.machine()).orElseThrow();
        Instant now = world.now;
        boolean due = machine.next(before)
                .filter(next -> !now.isBefore(next.getKey()))
                .isPresent();
        if (world.expire(before.machine(), before.id()) instanceof Workflows.Answer.Moved moved) {
            assertThat(due).as(before.machine() + " was due").isTrue();
            assertThat(moved.now().steps().getLast().actor()).isEqualTo(Workflows.SYSTEM);
            timersFired++;
            Instance after = moved.now();
            if (after.state().equals(before.state())) {
                world.now = now;
                String said = after.steps().getLast().transition();
                if (world.expire(before.machine(), before.id()) instanceof Workflows.Answer.Moved again) {
                    assertThat(again.now().steps().getLast().transition())
                            .as("said once")
                            .isNotEqualTo(said);
                }
            }
        }
    }

    /** A register that is made again from the entries is the same. */
    private void replays() {
        Map<String, Instance> again = new HashMap<>();
        for (Draft draft : world.entries) {
            GovernanceEvent.Moved moved = (GovernanceEvent.Moved) draft.event();
            String key = draft.subject().text();
            Instance before = moved.from().isEmpty() ? null : again.get(key);
            again.put(
                    key,
                    Workflows.after(
                            before == null
                                    ? new Instance(
                                            draft.subject().kind(),
                                            draft.subject().id(),
                                            "",
                                            draft.effectiveAt(),
                                            Map.of(),
                                            List.of())
                                    : before,
                            moved,
                            draft.effectiveAt()));
        }
        assertThat(again).containsAllEntriesOf(world.records);
    }

    @Test
    void everyTransitionIntoAnEndThatMattersHasAGuard() {
        Map<String, Set<String>> matter = Map.of(
                "work-order", Set.of("closed"),
                "maintenance", Set.of("in-service"),
                "custody", Set.of("re-admitted"),
                "verification", Set.of("passed"),
                "acquisition", Set.of("accepted"));
        matter.forEach((machine, states) -> machines.find(machine).orElseThrow().transitions().stream()
                .filter(t -> states.contains(t.to()))
                .forEach(t -> assertThat(t.guards().stream().anyMatch(Guard.Shown.class::isInstance))
                        .as(machine + " " + t.name())
                        .isTrue()));
    }
}
