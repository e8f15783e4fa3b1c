package dev.muster.server.governance;

import dev.muster.core.governance.Instance;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.web.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the pages of records ask: a page, counts and what is due, each by an index however many records there are. */
final class SqlBoard {
    static final String COLUMNS = "machine, id, state, since, fields";
    static final String COUNTS = "select machine, state, records from governance_count where org = ? and records > 0";
    static final String ALL_NEWEST = "select " + COLUMNS + " from governance_record where org = ? and machine = ?"
            + " order by since desc, id desc limit ? offset ?";
    static final String STATE_NEWEST = "select " + COLUMNS + " from governance_record where org = ? and machine = ?"
            + " and state = ? order by since desc, id desc limit ? offset ?";
    static final String ALL_BY_ID = "select " + COLUMNS + " from governance_record where org = ? and machine = ?"
            + " order by id limit ? offset ?";
    static final String ID_PREFIX = "select " + COLUMNS + " from governance_record where org = ? and machine = ?"
            + " and id >= ? and id < ? order by id limit ?";
    static final String OF_DEVICE = "select " + COLUMNS + " from governance_record where org = ? and device = ?"
            + " and machine = ? order by since desc, id desc limit ?";
    static final String OF_PERSON = "select " + COLUMNS + " from governance_record where org = ? and machine = ?"
            + " and person = ? order by since desc, id desc limit ?";

    /** A search that finds more wants more letters. */
    static final int FOUND_MAX = 200;

    /** Beyond every letter of an id. */
    private static final char AFTER_IDS = '~';

    private final Tx tx;
    private final OrgId org;

    SqlBoard(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    /**
     * What a page shows of one machine.
     *
     * @param state exact; empty for all
     * @param text the beginning of an id, a device or a person; empty for all
     */
    record Filter(String machine, String state, String text) {}

    /** How many records stand in each state, by machine. */
    Map<String, Map<String, Long>> counts() {
        Map<String, Map<String, Long>> counts = new HashMap<>();
        tx.query(
                COUNTS,
                row -> counts.computeIfAbsent(row.text("machine"), _ -> new TreeMap<>())
                        .put(row.text("state"), row.number("records")),
                org.value());
        return counts;
    }

    Rows.Slice<Instance> page(Filter filter, Rows.Wanted wanted) {
        if (!filter.text().isEmpty()) {
            List<Instance> found = found(filter);
            return new Rows.Slice<>(
                    found.stream().skip(wanted.skip()).limit(wanted.size()).toList(), found.size());
        }
        String machine = filter.machine();
        List<Instance> rows = filter.state().isEmpty()
                ? tx.query(
                        wanted.sort().equals("id") ? ALL_BY_ID : ALL_NEWEST,
                        SqlBoard::record,
                        org.value(),
                        machine,
                        wanted.size(),
                        wanted.skip())
                : tx.query(
                        STATE_NEWEST,
                        SqlBoard::record,
                        org.value(),
                        machine,
                        filter.state(),
                        wanted.size(),
                        wanted.skip());
        Map<String, Long> counts = new SqlWorkflows(tx, org).counts(machine);
        long total = filter.state().isEmpty()
                ? counts.values().stream().mapToLong(Long::longValue).sum()
                : counts.getOrDefault(filter.state(), 0L);
        return new Rows.Slice<>(rows, total);
    }

    private List<Instance> found(Filter filter) {
        String text = filter.text();
        Map<String, Instance> byId = new TreeMap<>();
        List<Instance> all = new ArrayList<>(tx.query(
                ID_PREFIX, SqlBoard::record, org.value(), filter.machine(), text, text + AFTER_IDS, FOUND_MAX));
        all.addAll(tx.query(OF_DEVICE, SqlBoard::record, org.value(), text, filter.machine(), FOUND_MAX));
        all.addAll(tx.query(OF_PERSON, SqlBoard::record, org.value(), filter.machine(), text, FOUND_MAX));
        all.stream()
                .filter(record -> filter.state().isEmpty() || record.state().equals(filter.state()))
                .forEach(record -> byId.put(record.id(), record));
        return List.copyOf(byId.values());
    }

    static Instance record(Row row) {
        return new Instance(
                row.text("machine"),
                row.text("id"),
                row.text("state"),
                row.instant("since"),
                new HashMap<>(FieldText.read(row.text("fields"))),
                List.of());
    }
}
