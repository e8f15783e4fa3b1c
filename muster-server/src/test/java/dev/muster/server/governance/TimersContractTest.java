package dev.muster.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Machine;
import dev.muster.core.governance.Machines;
import dev.muster.core.governance.Timer;
import dev.muster.core.governance.WorkflowStore;
import dev.muster.core.governance.Workflows;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Every timer of every machine, on both databases: it fires when it is due and not before, once, over a restart and a clock
 * that steps back and forth, and also when the device that it waits for says nothing at all. And steps that many want at
 * once are made once each.
 */
class TimersContractTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final Instant START = Instant.parse("2026-11-29T08:00:00Z");

    private final Machines machines = Machines.shipped();
    private final Workflows workflows = new Workflows(machines);
    private Instant now = START;

    private TestLedger fixture(Database database) {
        Migrations.create()
                .topic("devices", "001-devices", "002-endpoints")
                .topic("facts", "001-facts", "003-levels")
                .topic("governance", new GovernanceTopic().scripts().toArray(String[]::new))
                .apply(database);
        return TestLedger.over(database)
                .events(GovernanceEvent.class)
                .projection(new GovernanceProjection(workflows))
                .clock(() -> now);
    }

    /** Puts a record into the state in which a timer runs, as an entry tells it. */
    private void enter(Ledger ledger, Machine machine, String id, Timer timer) {
        Map<String, String> fields = new HashMap<>();
        if (!timer.field().equals(Timer.ENTERED)) {
            fields.put(timer.field(), START.plus(Duration.ofHours(1)).toString());
        }
        int equals = timer.only().indexOf('=');
        if (equals > 0) {
            fields.put(timer.only().substring(0, equals), timer.only().substring(equals + 1));
        }
        GovernanceEvent.Moved moved =
                new GovernanceEvent.Moved("open-request", "", timer.state(), "operator/ann", "", fields, Map.of());
        ledger.shell()
                .<Boolean, Boolean>run(
                        ACME,
                        _ -> true,
                        _ -> Decision.of(true, new Draft(new Subject(machine.id(), id), now, "operator/ann", moved)));
    }

    private static Instance find(Database database, String machine, String id) {
        return database.<Instance>read(
                tx -> new SqlWorkflows(tx, ACME).find(machine, id).orElseThrow());
    }

    /** What a start of the server does: nothing is left of the one before but the rows. */
    private void round(Database database, Ledger ledger) {
        new DueRecords(database, ledger, workflows, () -> now).run();
    }

    @BothDatabases
    void everyTimerFiresOnceOverARestartAndAClockStep(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            List<String> records = new ArrayList<>();
            for (Machine machine : machines.all()) {
                for (int i = 0; i < machine.timers().size(); i++) {
                    enter(ledger, machine, "r" + i, machine.timers().get(i));
                    records.add(machine.id() + "/r" + i + "/"
                            + machine.timers().get(i).transition());
                }
            }
            now = START.plus(Duration.ofMinutes(59));
            round(database, ledger);
            assertThat(records).as("none before its time").noneMatch(record -> fired(database, record) > 0);
            now = START.plus(Duration.ofDays(40));
            round(database, ledger);
            // A state with two timers needs a second minute.
            round(database, ledger);
            assertThat(records)
                    .allSatisfy(record ->
                            assertThat(fired(database, record)).as(record).isEqualTo(1));
            now = START;
            round(database, ledger);
            now = START.plus(Duration.ofDays(41));
            round(database, ledger);
            assertThat(records)
                    .as("and not again")
                    .allSatisfy(record ->
                            assertThat(fired(database, record)).as(record).isEqualTo(1));
        }
    }

    private static long fired(Database database, String record) {
        String[] parts = record.split("/", -1);
        return find(database, parts[0], parts[1]).steps().stream()
                .filter(step -> step.transition().equals(parts[2]))
                .count();
    }

    @BothDatabases
    void ofManyWhoWantTheSameStepsEachIsMadeOnce(Database database) throws Exception {
        int many = 12;
        try (TestLedger fixture = fixture(database);
                ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            List<Callable<Workflows.Answer>> wishes = new ArrayList<>();
            for (int record = 0; record < many; record++) {
                String id = "w" + record;
                for (String transition : List.of("open-request", "cancel")) {
                    for (int person = 0; person < 4; person++) {
                        String name = "operator/p" + person;
                        wishes.add(() -> move(ledger, id, transition, name));
                    }
                }
            }
            Collections.shuffle(wishes, new Random(7));
            long moved = 0;
            for (Future<Workflows.Answer> answer : people.invokeAll(wishes)) {
                moved += answer.get() instanceof Workflows.Answer.Moved ? 1 : 0;
            }
            long steps = 0;
            for (int record = 0; record < many; record++) {
                List<Instance.Step> made =
                        find(database, "work-order", "w" + record).steps();
                assertThat(made.stream().map(Instance.Step::transition).distinct())
                        .as("none twice")
                        .hasSize(made.size());
                steps += made.size();
            }
            assertThat(steps).as("as many as were told that they made one").isEqualTo(moved);
            assertThat(
                            database
                                    .<Map<String, Long>>read(tx -> new SqlWorkflows(tx, ACME).counts("work-order"))
                                    .values()
                                    .stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                    .isEqualTo(many);
        }
    }

    private Workflows.Answer move(Ledger ledger, String id, String transition, String who) {
        Workflows.Request wish = new Workflows.Request("work-order", id, transition, who, true, "", Map.of());
        return ledger.shell()
                .<WorkflowStore, Workflows.Answer>run(
                        ACME, tx -> new SqlWorkflows(tx, ACME), store -> workflows.move(wish, store, now));
    }
}
