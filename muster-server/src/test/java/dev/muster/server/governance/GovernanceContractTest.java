package dev.muster.server.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Machines;
import dev.muster.core.governance.WorkflowStore;
import dev.muster.core.governance.Workflows;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What both databases must give governance: the register is the fold of the entries, and time moves it once. */
class GovernanceContractTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final OrgId CITY = new OrgId("city");
    private static final Instant START = Instant.parse("2026-11-29T08:00:00Z");

    private final Workflows workflows = new Workflows(Machines.shipped());
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

    private Workflows.Answer move(Ledger ledger, OrgId org, String path, Map<String, String> fields) {
        String[] parts = path.split("/", 4);
        Workflows.Request wish =
                new Workflows.Request(parts[0], parts[1], parts[2], "operator/" + parts[3], true, "", fields);
        return ledger.shell()
                .<WorkflowStore, Workflows.Answer>run(
                        org, tx -> new SqlWorkflows(tx, org), store -> workflows.move(wish, store, now));
    }

    private static Optional<Instance> find(Database database, OrgId org, String machine, String id) {
        return database.read(tx -> new SqlWorkflows(tx, org).find(machine, id));
    }

    @BothDatabases
    void aRecordIsTheFoldOfItsEntriesAndOfItsOwnOrganisation(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            ledger.create(CITY);
            move(ledger, ACME, "budget-line/b1/open-request/ann", Map.of("category", "security", "planned", "90000"));
            move(ledger, CITY, "budget-line/b1/open-request/ann", Map.of("category", "purchase"));
            Instance mine = find(database, ACME, "budget-line", "b1").orElseThrow();
            assertThat(mine.state()).isEqualTo("proposed");
            assertThat(mine.fields())
                    .containsExactlyInAnyOrderEntriesOf(Map.of("category", "security", "planned", "90000"));
            assertThat(mine.steps()).containsExactly(new Instance.Step("open-request", "operator/ann", START));
            assertThat(find(database, CITY, "budget-line", "b1").orElseThrow().fields())
                    .containsEntry("category", "purchase")
                    .doesNotContainKey("planned");
            assertThat(database.<Map<String, Long>>read(tx -> new SqlWorkflows(tx, CITY).counts("budget-line")))
                    .isEqualTo(Map.of("proposed", 1L));
        }
    }

    @BothDatabases
    void aGrantGivesItsRoleUntilItIsOver(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            Map<String, String> grant =
                    Map.of("person", "operator/ada", "role", "approver", "until", "2026-11-29T10:00:00Z");
            move(ledger, ACME, "role-grant/g1/open-request/ann", grant);
            assertThat(move(ledger, ACME, "role-grant/g1/grant/ann", Map.of()))
                    .isInstanceOfSatisfying(
                            Workflows.Answer.Refused.class,
                            no -> assertThat(no.reason()).isEqualTo("apart-forbidden"));
            move(ledger, ACME, "role-grant/g1/grant/bob", Map.of());
            assertThat(database.<java.util.Set<String>>read(
                            tx -> new SqlWorkflows(tx, ACME).roles("operator/ada", now)))
                    .containsExactly("approver");
            assertThat(database.<java.util.Set<String>>read(
                            tx -> new SqlWorkflows(tx, ACME).roles("operator/ada", now.plus(Duration.ofHours(2)))))
                    .isEmpty();
        }
    }

    @BothDatabases
    void timeMovesWhatIsDueOnceAlsoAfterARestartAndAClockStep(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            move(
                    ledger,
                    ACME,
                    "role-grant/g1/open-request/ann",
                    Map.of("person", "operator/ada", "role", "approver", "until", "2026-11-29T09:00:00Z"));
            move(ledger, ACME, "role-grant/g1/grant/bob", Map.of());
            DueRecords due = new DueRecords(database, ledger, workflows, () -> now);
            due.run();
            assertThat(find(database, ACME, "role-grant", "g1").orElseThrow().state())
                    .isEqualTo("active");
            now = START.plus(Duration.ofHours(2));
            // What a restart leaves: nothing but the rows.
            new DueRecords(database, ledger, workflows, () -> now).run();
            long size = ledger.size(dev.muster.ledger.tree.LogId.record(ACME));
            assertThat(find(database, ACME, "role-grant", "g1").orElseThrow().state())
                    .isEqualTo("ended");
            now = START;
            due.run();
            now = START.plus(Duration.ofDays(3));
            due.run();
            assertThat(ledger.size(dev.muster.ledger.tree.LogId.record(ACME)))
                    .as("nothing fires twice")
                    .isEqualTo(size);
        }
    }

    /** The clocks of the others do not stand still. */
    @BothDatabases
    void whereOneOrganisationFailsTimeMovesTheOthers(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            for (OrgId org : List.of(ACME, CITY)) {
                ledger.create(org);
                move(
                        ledger,
                        org,
                        "role-grant/g1/open-request/ann",
                        Map.of("person", "operator/ada", "role", "approver", "until", "2026-11-29T09:00:00Z"));
                move(ledger, org, "role-grant/g1/grant/bob", Map.of());
            }
            database.change(tx ->
                    tx.update("update governance_record set fields = ? where org = ?", "no fields", ACME.value()));
            now = START.plus(Duration.ofHours(2));
            assertThatThrownBy(new DueRecords(database, ledger, workflows, () -> now)::run)
                    .isInstanceOf(RuntimeException.class);
            assertThat(find(database, CITY, "role-grant", "g1").orElseThrow().state())
                    .isEqualTo("ended");
        }
    }

    @BothDatabases
    void ofTwoWhoMoveARecordAtOnceOneDoes(Database database) throws Exception {
        try (TestLedger fixture = fixture(database);
                ExecutorService two = Executors.newVirtualThreadPerTaskExecutor()) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            move(ledger, ACME, "tool/t1/open-request/ann", Map.of());
            for (String role : List.of("technician", "approver")) {
                String id = "role-grant/" + role;
                Map<String, String> grant =
                        Map.of("person", "operator/joe", "role", role, "until", "2026-12-29T10:00:00Z");
                move(ledger, ACME, id + "/open-request/ann", grant);
                move(ledger, ACME, id + "/grant/bob", Map.of());
            }
            Map<String, String> fields = Map.of("name", "probe", "version", "1", "digest", "ab".repeat(32));
            Callable<Workflows.Answer> evaluate = () -> move(ledger, ACME, "tool/t1/evaluate/joe", fields);
            List<Future<Workflows.Answer>> both = two.invokeAll(List.of(evaluate, evaluate));
            long moved = 0;
            for (Future<Workflows.Answer> answer : both) {
                moved += answer.get() instanceof Workflows.Answer.Moved ? 1 : 0;
            }
            assertThat(moved).isEqualTo(1);
            assertThat(find(database, ACME, "tool", "t1").orElseThrow().steps()).hasSize(2);
        }
    }
}
