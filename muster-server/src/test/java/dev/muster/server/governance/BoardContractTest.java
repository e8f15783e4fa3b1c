package dev.muster.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Machine;
import dev.muster.core.governance.Machines;
import dev.muster.core.governance.WorkflowStore;
import dev.muster.core.governance.Workflows;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Dialect;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.Tx;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pages of records on both databases: bounded, in a stable order, by an index, and nothing that a person wrote is markup. */
class BoardContractTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final Instant START = Instant.parse("2026-11-29T08:00:00Z");

    private final Workflows workflows = new Workflows(Machines.shipped());
    private final Machine cases = Machines.shipped().find("case").orElseThrow();

    private static Migrations scripts() {
        return Migrations.create()
                .topic("devices", "001-devices", "002-endpoints")
                .topic("facts", "001-facts", "003-levels")
                .topic("governance", new GovernanceTopic().scripts().toArray(String[]::new));
    }

    private TestLedger fixture(Database database) {
        scripts().apply(database);
        return TestLedger.over(database)
                .events(GovernanceEvent.class)
                .projection(new GovernanceProjection(workflows))
                .clock(() -> START);
    }

    private void begin(Ledger ledger, String machine, String id, Map<String, String> fields) {
        Workflows.Request wish =
                new Workflows.Request(machine, id, "open-request", "operator/ann", true, "because", fields);
        ledger.shell()
                .<WorkflowStore, Workflows.Answer>run(
                        ACME, tx -> new SqlWorkflows(tx, ACME), store -> workflows.move(wish, store, START));
    }

    private static Rows.Slice<Instance> page(Database database, String state, String text, int page) {
        return database.read(tx -> new SqlBoard(tx, ACME)
                .page(new SqlBoard.Filter("case", state, text), new Rows.Wanted("", false, page, 10)));
    }

    @BothDatabases
    void pagesAreBoundedAndEachRecordIsOnOne(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            for (int i = 0; i < 25; i++) {
                begin(ledger, "case", "c-" + i, Map.of("about", "cam"));
            }
            begin(ledger, "tool", "c-1", Map.of());
            assertThat(page(database, "", "", 0).total()).isEqualTo(25);
            assertThat(List.of(0, 1, 2).stream()
                            .flatMap(n -> page(database, "new", "", n).rows().stream())
                            .map(Instance::id)
                            .distinct())
                    .hasSize(25);
            assertThat(page(database, "", "c-1", 0).rows().stream().map(Instance::id))
                    .hasSize(10)
                    .startsWith("c-1", "c-10");
            assertThat(page(database, "triaged", "c-1", 0).rows()).isEmpty();
            assertThat(database.<Map<String, Map<String, Long>>>read(tx -> new SqlBoard(tx, ACME).counts()))
                    .isEqualTo(Map.of("case", Map.of("new", 25L), "tool", Map.of("proposed", 1L)));
        }
    }

    @BothDatabases
    void aRecordShowsItsFormsAndItsClocksAndEscapesWhatPeopleWrote(Database database) {
        try (TestLedger fixture = fixture(database)) {
            Ledger ledger = fixture.open();
            ledger.create(ACME);
            begin(ledger, "case", "c-1", Map.of("about", "<script>alert(1)</script>", "kind", "vulnerability"));
            Instance record = database.read(tx -> new SqlWorkflows(tx, ACME).find("case", "c-1"))
                    .orElseThrow();
            Frame frame = new Frame("Case c-1", "acme", Optional.empty(), List.of(), "governance");
            String page = new RecordPage(frame, cases, record, List.of(), START).render();
            assertThat(page)
                    .doesNotContain("<script>alert")
                    .contains("&lt;script&gt;")
                    .contains("data-post=\"/api/v1/acme/governance/case/c-1/triage\"")
                    .contains("name=\"field.aware-at\"")
                    .contains("whoever has the role officer");
            Instance aware = new Instance(
                    "case", "c-1", "affecting", START, Map.of("aware-at", "2026-11-28T20:00:00Z"), record.steps());
            assertThat(new RecordPage(frame, cases, aware, List.of(), START).render())
                    .contains("12 h 0 min left")
                    .contains("the early warning is late");
        }
    }

    @BothDatabases
    void everyPageIsReadByAnIndex(Database database) {
        scripts().apply(database);
        byIndex(database, SqlBoard.COUNTS, "acme");
        byIndex(database, SqlBoard.ALL_NEWEST, "acme", "case", 50, 0);
        byIndex(database, SqlBoard.STATE_NEWEST, "acme", "case", "new", 50, 0);
        byIndex(database, SqlBoard.ALL_BY_ID, "acme", "case", 50, 0);
        byIndex(database, SqlBoard.ID_PREFIX, "acme", "case", "c-1", "c-1~", 50);
        byIndex(database, SqlBoard.OF_DEVICE, "acme", "cam-1", "case", 50);
        byIndex(database, SqlBoard.OF_PERSON, "acme", "case", "operator/ann", 50);
        byIndex(database, SqlWorkflows.DUE, "acme", START, 50);
        byIndex(database, SqlWorkflows.DUE_OF, "acme", "case", START, 50);
        byIndex(database, SqlBudget.SPENT, "acme");
        byIndex(database, SqlBudget.SPENT_BY, "acme", "b1");
    }

    private static void byIndex(Database database, String sql, @Nullable Object... args) {
        List<String> plan = database.read(tx -> plan(tx, sql, args));
        assertThat(plan)
                .as(sql)
                .isNotEmpty()
                .noneMatch(step ->
                        (step.startsWith("SCAN") && !step.contains("COVERING INDEX")) || step.contains("Seq Scan"));
        if (sql.equals(SqlBoard.OF_DEVICE) || sql.equals(SqlBoard.OF_PERSON)) {
            assertThat(plan)
                    .as(sql)
                    .anyMatch(step ->
                            step.contains("governance_record_device") || step.contains("governance_record_person"));
        }
        if (sql.contains("order by")) {
            assertThat(plan).as(sql + " is in order").noneMatch(step -> step.contains("USE TEMP B-TREE"));
        }
    }

    private static List<String> plan(Tx tx, String sql, @Nullable Object... args) {
        if (tx.dialect() == Dialect.SQLITE) {
            return tx.query("explain query plan " + sql, row -> row.text("detail"), args);
        }
        tx.execute("set local enable_seqscan = off");
        return tx.query("explain " + sql, row -> row.text("QUERY PLAN"), args);
    }
}
