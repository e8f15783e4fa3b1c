package dev.muster.server.governance;

import dev.muster.core.governance.GovernanceNotices;
import dev.muster.core.governance.Instance;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Cases whose next report is due within hours. */
final class CaseClocks {
    private static final Duration SOON = Duration.ofHours(6);
    private static final int MOST = 200;

    private CaseClocks() {}

    static List<Notice> look(Tx tx, OrgId org, Instant now) {
        List<Map.Entry<Instance, Instant>> due = new SqlWorkflows(tx, org).due(now.plus(SOON), MOST);
        return due.stream()
                .filter(entry -> entry.getKey().machine().equals("case")
                        && entry.getKey().fields().containsKey("aware-at")
                        && entry.getValue().isAfter(now))
                .map(entry -> Notice.of(
                        GovernanceNotices.RUNS_OUT,
                        new Subject("case", entry.getKey().id()),
                        "Case " + entry.getKey().id() + " is " + entry.getKey().state()
                                + ", and its next report is due " + entry.getValue() + "."))
                .toList();
    }
}
