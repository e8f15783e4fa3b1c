package dev.muster.server.console;

import dev.muster.core.facts.EntryFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.facts.FactProjection;
import dev.muster.server.facts.SqlFactStore;
import dev.muster.server.web.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row a device, so that a page of a large fleet costs what it shows. Written by {@link FactProjection} in the
 * transaction that changes a fact of the device, hence never behind.
 */
public final class DeviceRows implements FactProjection.Changes {
    static final String COUNTS = "select state, verdict, software, count(*) as n from console_device where org = ?"
            + " group by state, verdict, software order by state, verdict, software";

    private static final String KEEP = "insert into console_device (org, device, urgency, product, state, verdict,"
        + " software, strength, verdict_source) values (?, ?, ?, ?, ?, ?, ?, ?, (select source from fact where org = ?"
        + " and subject = ? and fact_key = ?)) on conflict (org, device) do update set urgency = excluded.urgency,"
        + " product = excluded.product, state = excluded.state, verdict = excluded.verdict, software ="
        + " excluded.software, strength = excluded.strength, verdict_source = excluded.verdict_source";

    private static final String ATTESTED_AT = "(select s.effective_at from fact_source s where s.org = d.org"
            + " and s.subject = 'device/' || d.device and s.source = d.verdict_source)";

    private static final String COLUMNS = "select d.device, d.product, d.state, d.verdict, d.software, d.strength, "
            + ATTESTED_AT + " as attested_at from console_device d where d.org = ?";

    /** What a column is sorted by; a device that never attested comes before all that did. */
    private static final Map<String, String> ORDERS = Map.of(
            "device", "d.device",
            "state", "d.state",
            "verdict", "d.verdict",
            "software", "d.software",
            "product", "d.product",
            "attested", "coalesce(" + ATTESTED_AT + ", -1)");

    private static final String AFTER = COLUMNS + " and d.device > ? order by d.device limit ?";

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

    /** Those after this one by their ids; after an empty text the first ones. */
    static List<DeviceSummary> after(Tx tx, OrgId org, String device, int most) {
        return tx.query(AFTER, DeviceRows::summary, org.value(), device, (long) most);
    }

    /** One page of what the filter lets through; without a wanted order those that need someone first. */
    static Rows.Slice<DeviceSummary> slice(Tx tx, OrgId org, FleetPage.Filter filter, Rows.Wanted wanted) {
        List<@Nullable Object> args = new ArrayList<>(List.of(org.value()));
        String condition = condition(filter, args);
        long total = tx.count("select count(*) as n from console_device d where d.org = ?" + condition, args.toArray());
        args.add((long) wanted.size());
        args.add(wanted.skip());
        return new Rows.Slice<>(tx.query(sql(condition, wanted), DeviceRows::summary, args.toArray()), total);
    }

    static String sql(String condition, Rows.Wanted wanted) {
        String way = wanted.falling() ? " desc" : "";
        String order = ORDERS.getOrDefault(wanted.sort(), "");
        return COLUMNS + condition
                + (order.isEmpty()
                        ? " order by d.urgency, d.device"
                        : " order by " + order + way + (order.equals("d.device") ? "" : ", d.device" + way))
                + " limit ? offset ?";
    }

    private static String condition(FleetPage.Filter filter, List<@Nullable Object> args) {
        StringBuilder sql = new StringBuilder();
        if (!filter.text().isEmpty()) {
            sql.append(" and lower(d.device || ' ' || d.product || ' ' || d.software) like ? escape '!'");
            args.add("%" + filter.text().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%");
        }
        if (!filter.state().isEmpty()) {
            sql.append(" and d.state = ?");
            args.add(filter.state().equals("none") ? "" : filter.state());
        }
        if (!filter.verdict().isEmpty()) {
            sql.append(" and d.verdict = ?");
            args.add(filter.verdict().equals("none") ? "" : filter.verdict());
        }
        return sql.toString();
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
