package dev.muster.server.governance;

import dev.muster.core.governance.Instance;
import dev.muster.core.governance.WorkflowStore;
import dev.muster.core.governance.Workflows;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.server.topic.EveryOrg;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Lets time move records. It keeps nothing: what is due stands in the register, so a restart forgets nothing, and a clock
 * that steps back fires nothing twice, because a state that was left is not left again.
 */
final class DueRecords implements Runnable {
    /** Enough for a minute; the rest comes with the next. */
    static final int MAX_A_ROUND = 1_000;

    private final Database database;
    private final Ledger ledger;
    private final Workflows workflows;
    private final InstantSource clock;

    DueRecords(Database database, Ledger ledger, Workflows workflows, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.workflows = workflows;
        this.clock = clock;
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        EveryOrg.each(ledger.orgs(), org -> run(org, now));
    }

    private void run(OrgId org, Instant now) {
        List<Map.Entry<Instance, Instant>> due = database.read(tx -> new SqlWorkflows(tx, org).due(now, MAX_A_ROUND));
        for (Map.Entry<Instance, Instant> record : due) {
            Instance instance = record.getKey();
            ledger.shell()
                    .<WorkflowStore, Workflows.Answer>run(
                            org,
                            tx -> new SqlWorkflows(tx, org),
                            store -> workflows.expire(instance.machine(), instance.id(), store, now));
        }
    }
}
