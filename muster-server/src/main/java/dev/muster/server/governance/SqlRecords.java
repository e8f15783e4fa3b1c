package dev.muster.server.governance;

import dev.muster.core.governance.Instance;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What programs ask for: records of a machine, the newest change first, a page after the other. */
final class SqlRecords {
    private final Tx tx;
    private final OrgId org;

    SqlRecords(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    /**
     * Which ones.
     *
     * @param state exact; empty for all, as are device and person
     * @param before only those whose state was entered before this
     * @param beforeId and of those that were entered just then, only those whose id comes before; empty for none
     */
    record Asked(String machine, String state, String device, String person, Instant before, String beforeId) {}

    List<Instance> page(Asked asked, int limit) {
        StringBuilder sql = new StringBuilder("select " + SqlBoard.COLUMNS
                + " from governance_record where org = ? and machine = ? and (since, id) < (?, ?)");
        List<Object> args = new ArrayList<>(List.of(org.value(), asked.machine(), asked.before(), asked.beforeId()));
        only("state", asked.state(), sql, args);
        only("device", asked.device(), sql, args);
        only("person", asked.person(), sql, args);
        sql.append(" order by since desc, id desc limit ?");
        args.add(limit);
        return tx.query(sql.toString(), SqlBoard::record, args.toArray());
    }

    private static void only(String column, String value, StringBuilder sql, List<Object> args) {
        if (!value.isEmpty()) {
            sql.append(" and ").append(column).append(" = ?");
            args.add(value);
        }
    }
}
