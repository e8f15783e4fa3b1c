package dev.muster.server.console;

import dev.muster.core.attestation.Expected;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Micros;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.facts.FactProjection;
import dev.muster.server.facts.Levels;
import dev.muster.server.facts.SqlFactStore;
import dev.muster.server.web.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
            + " software, strength, words, attested_at, fell_back, verdict_source) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (select"
            + " source from fact where org = ? and subject = ? and fact_key = ?)) on conflict (org, device) do update set"
            + " urgency = excluded.urgency, product = excluded.product, state = excluded.state, verdict ="
            + " excluded.verdict, software = excluded.software, strength = excluded.strength, words = excluded.words,"
            + " attested_at = excluded.attested_at, fell_back = excluded.fell_back, verdict_source = excluded.verdict_source";

    private static final String AGAIN =
            "update console_device set attested_at = ? where org = ? and device = ? and verdict_source = ?";

    /** In place of the time of a device that never attested. */
    private static final long NEVER = -1;

    private static final String WAS = "select state, verdict from console_device where org = ? and device = ?";

    private static final String COLUMNS = "select d.device, d.product, d.state, d.verdict, d.software, d.strength,"
            + " d.attested_at, d.fell_back from console_device d where d.org = ?";

    /** What a column is sorted by; a device that never attested comes before all that did. */
    private static final Map<String, String> ORDERS = Map.of(
            "device", "d.device",
            "state", "d.state",
            "verdict", "d.verdict",
            "software", "d.software",
            "product", "d.product",
            "attested", "d.attested_at");

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
        List<Known> known = new SqlFactStore(tx, org, facts).now(subject);
        DeviceSummary device =
                DeviceSummary.of(subject.id(), known.stream().map(Known::fact).toList());
        count(tx, org, device, known);
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
                words(device),
                device.attestedAt().map(Micros::of).orElse(NEVER),
                device.fellBack() ? 1L : 0L,
                org.value(),
                subject.text(),
                FactKeys.VERDICT);
    }

    /** When a device attested moves on with each evidence, whatever else stays as it was. */
    @Override
    public void again(Tx tx, List<FactProjection.Again> all) {
        tx.batch(
                AGAIN,
                all.stream()
                        .filter(one -> one.subject().kind().equals("device"))
                        .map(one -> new @Nullable Object[] {
                            one.effectiveAt(), one.org().value(), one.subject().id(), one.source()
                        })
                        .toList());
    }

    /** What a text is looked for in. */
    static String words(DeviceSummary device) {
        return (device.id() + " " + device.product() + " " + device.software()).toLowerCase(Locale.ROOT);
    }

    /** How many showed good evidence and how many are held, for pictures of the past; those that were there before this was kept too. */
    private static void count(Tx tx, OrgId org, DeviceSummary device, List<Known> known) {
        Levels levels = new Levels(tx, org);
        Instant at =
                known.stream().map(Known::receivedAt).max(Instant::compareTo).orElse(Instant.EPOCH);
        if (!levels.kept(TrustChart.TRUSTED)) {
            FleetStatus before = status(tx, org, new Silence(at, Expected.NOTHING));
            levels.add(TrustChart.TRUSTED, at, before.believed());
            levels.add(TrustChart.HELD, at, before.held());
            levels.add(TrustChart.OTHER, at, before.devices() - before.believed() - before.held());
        }
        Optional<String> before =
                tx.one(WAS, row -> TrustChart.series(row.text("state"), row.text("verdict")), org.value(), device.id());
        String after = TrustChart.series(device.state(), device.verdict());
        if (!before.equals(Optional.of(after))) {
            before.ifPresent(series -> levels.add(series, at, -1));
            levels.add(after, at, 1);
        }
    }

    /** The fleet in numbers, of what the rows say. */
    static FleetStatus status(Tx tx, OrgId org, Silence silence) {
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
        List<@Nullable Object> quiet = new ArrayList<>(List.of(org.value()));
        String silent = silence.sql(quiet);
        List<@Nullable Object> back = new ArrayList<>(List.of(org.value()));
        String fellBack = fellBack(back);
        return counter.status(some(tx, silent, quiet, "d.attested_at, d.device"), some(tx, fellBack, back, "d.device"));
    }

    /** Those that fell back and are somewhere where that matters; answered from {@code console_device_fell_back}. */
    static String fellBack(List<@Nullable Object> args) {
        args.addAll(DeviceSummary.AWAY);
        return " and d.fell_back = 1 and d.state not in ("
                + String.join(", ", Collections.nCopies(DeviceSummary.AWAY.size(), "?")) + ")";
    }

    private static FleetStatus.Some some(Tx tx, String condition, List<@Nullable Object> args, String order) {
        long count = count(tx, condition, args);
        if (count == 0) {
            return FleetStatus.Some.NONE;
        }
        args.add((long) FleetStatus.NAMED_MOST);
        List<String> first = tx.query(
                "select d.device from console_device d where d.org = ?" + condition + " order by " + order + " limit ?",
                row -> row.text("device"),
                args.toArray());
        return new FleetStatus.Some(Math.toIntExact(count), first);
    }

    /** Those after this one by their ids; after an empty text the first ones. */
    static List<DeviceSummary> after(Tx tx, OrgId org, String device, int most) {
        return tx.query(AFTER, DeviceRows::summary, org.value(), device, (long) most);
    }

    /** One page of what the filter lets through; without a wanted order those that need someone first. */
    static Rows.Slice<DeviceSummary> slice(
            Tx tx, OrgId org, FleetPage.Filter filter, Rows.Wanted wanted, Silence silence) {
        List<@Nullable Object> args = new ArrayList<>(List.of(org.value()));
        String condition = condition(filter, args, silence);
        if (!ORDERS.containsKey(wanted.sort()) && !filter.state().equals(FleetPage.SILENT)) {
            Optional<Rows.Slice<DeviceSummary>> worst = worstFirst(tx, condition, args, wanted, silence);
            if (worst.isPresent()) {
                return worst.get();
            }
        }
        List<@Nullable Object> paged = new ArrayList<>(args);
        paged.add((long) wanted.size());
        paged.add(wanted.skip());
        List<DeviceSummary> rows = tx.query(sql(condition, wanted), DeviceRows::summary, paged.toArray());
        // A page that is not full is the last one: what a text is looked for in is read once.
        boolean last = rows.size() < wanted.size() && (wanted.page() == 0 || !rows.isEmpty());
        long total = last
                ? wanted.skip() + rows.size()
                : tx.count("select count(*) as n from console_device d where d.org = ?" + condition, args.toArray());
        return new Rows.Slice<>(rows, total);
    }

    /**
     * Those that need someone by what was said of them, then those that need someone because they say nothing, then the others.
     * Empty when nobody is silent.
     */
    private static Optional<Rows.Slice<DeviceSummary>> worstFirst(
            Tx tx, String condition, List<@Nullable Object> args, Rows.Wanted wanted, Silence silence) {
        List<@Nullable Object> who = new ArrayList<>();
        String silent = silence.sql(who);
        List<@Nullable Object> both = new ArrayList<>(args);
        both.addAll(who);
        long quiet = count(tx, condition + silent, both);
        if (quiet == 0) {
            return Optional.empty();
        }
        String needed = condition + " and d.urgency < " + DeviceSummary.SILENT;
        String others = condition + " and d.urgency > " + DeviceSummary.SILENT + " and not ("
                + silent.substring(" and ".length()) + ")";
        long need = count(tx, needed, args);
        long total = count(tx, condition, args);
        List<DeviceSummary> rows = new ArrayList<>(part(tx, needed, args, wanted, 0, need));
        rows.addAll(part(tx, condition + silent, both, wanted, need, quiet));
        rows.addAll(part(tx, others, both, wanted, need + quiet, total - need - quiet));
        return Optional.of(new Rows.Slice<>(rows, total));
    }

    private static long count(Tx tx, String condition, List<@Nullable Object> args) {
        return tx.count("select count(*) as n from console_device d where d.org = ?" + condition, args.toArray());
    }

    /** What the page shows of these, of which there are so many after so many others. */
    private static List<DeviceSummary> part(
            Tx tx, String condition, List<@Nullable Object> args, Rows.Wanted wanted, long before, long count) {
        long from = Math.max(0, wanted.skip() - before);
        long to = Math.min(count, wanted.skip() + wanted.size() - before);
        if (from >= to) {
            return List.of();
        }
        List<@Nullable Object> paged = new ArrayList<>(args);
        paged.add(to - from);
        paged.add(from);
        return tx.query(sql(condition, wanted), DeviceRows::summary, paged.toArray());
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

    private static String condition(FleetPage.Filter filter, List<@Nullable Object> args, Silence silence) {
        StringBuilder sql = new StringBuilder();
        if (!filter.text().isEmpty()) {
            sql.append(" and d.words like ? escape '!'");
            args.add("%" + filter.text().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%");
        }
        if (filter.state().equals(FleetPage.SILENT)) {
            sql.append(silence.sql(args));
        } else if (!filter.state().isEmpty()) {
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
                row.number("attested_at") == NEVER ? Optional.empty() : row.findInstant("attested_at"),
                Map.of(),
                row.number("fell_back") == 1,
                Optional.empty());
    }
}
