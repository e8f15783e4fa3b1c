package dev.muster.server.console;

import dev.muster.core.facts.EntryFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.facts.FactProjection;
import dev.muster.server.facts.SqlFactStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row a device, so that a page of a large fleet costs what it shows. Written by {@link FactProjection} in the
 * transaction that changes a fact of the device, hence never behind.
 */
public final class DeviceRows implements FactProjection.Changes {
    /** What a page holds: more is an export. */
    public static final int PAGE = 100;

    static final String COUNTS = "select state, verdict, software, count(*) as n from console_device where org = ?"
            + " group by state, verdict, software order by state, verdict, software";

    private static final String KEEP = "insert into console_device (org, device, urgency, product, state, verdict,"
        + " software, strength, verdict_source) values (?, ?, ?, ?, ?, ?, ?, ?, (select source from fact where org = ?"
        + " and subject = ? and fact_key = ?)) on conflict (org, device) do update set urgency = excluded.urgency,"
        + " product = excluded.product, state = excluded.state, verdict = excluded.verdict, software ="
        + " excluded.software, strength = excluded.strength, verdict_source = excluded.verdict_source";

    private static final String COLUMNS = "select d.device, d.product, d.state, d.verdict, d.software, d.strength,"
            + " (select s.effective_at from fact_source s where s.org = d.org and s.subject = 'device/' || d.device"
            + " and s.source = d.verdict_source) as attested_at from console_device d where d.org = ?";

    private final EntryFacts facts;

    public DeviceRows(EntryFacts facts) {
        this.facts = facts;
    }

    @Override
    public void changed(Tx tx, OrgId org, Subject subject) {
        if (!subject.kind().equals("device")) {
            return;
        }
        DeviceSummary device = DeviceSummary.of(
                subject.id(),
                new SqlFactStore(tx, org, facts)
                        .now(subject).stream().map(Known::fact).toList());
        tx.update(
                KEEP,
                org.value(),
                device.id(),
                device.urgency(),
                device.product(),
                device.state(),
                device.verdict(),
                device.software(),
                device.strength(),
                org.value(),
                subject.text(),
                FactKeys.VERDICT);
    }

    /** The fleet in numbers, of what the rows say. */
    static FleetStatus status(Tx tx, OrgId org) {
        FleetStatus.Counter counter = new FleetStatus.Counter();
        tx.query(
                COUNTS,
                row -> {
                    counter.add(
                            row.text("state"),
                            row.text("verdict"),
                            row.text("software"),
                            Math.toIntExact(row.number("n")));
                    return true;
                },
                org.value());
        return counter.status();
    }

    /** One page; those that need someone first. */
    static List<DeviceSummary> page(Tx tx, OrgId org, FleetQuery query) {
        List<@Nullable Object> args = new ArrayList<>(List.of(org.value()));
        String sql = sql(query, args);
        return tx.query(sql, DeviceRows::summary, args.toArray());
    }

    static String sql(FleetQuery query, List<@Nullable Object> args) {
        StringBuilder sql = new StringBuilder(COLUMNS);
        query.state().ifPresent(state -> and(sql, args, " and d.state = ?", state));
        query.verdict().ifPresent(verdict -> and(sql, args, " and d.verdict = ?", verdict));
        query.software().ifPresent(software -> and(sql, args, " and d.software = ?", software));
        // Not a range: how texts are ordered differs between databases.
        query.prefix().ifPresent(prefix -> {
            args.add((long) prefix.length());
            and(sql, args, " and substr(d.device, 1, cast(? as INTEGER)) = ?", prefix);
        });
        sql.append(" order by ").append(query.byName() ? "d.device" : "d.urgency, d.device");
        sql.append(" limit ? offset ?");
        args.add((long) PAGE + 1);
        args.add((long) PAGE * query.page());
        return sql.toString();
    }

    private static void and(StringBuilder sql, List<@Nullable Object> args, String condition, String value) {
        sql.append(condition);
        args.add(value);
    }

    private static DeviceSummary summary(Row row) {
        return new DeviceSummary(
                row.text("device"),
                row.text("product"),
                row.text("state"),
                row.text("verdict"),
                row.text("software"),
                row.text("strength"),
                Optional.of(row).flatMap(r -> r.findInstant("attested_at")),
                Map.of());
    }
}
