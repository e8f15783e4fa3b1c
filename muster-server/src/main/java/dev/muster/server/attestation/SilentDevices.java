package dev.muster.server.attestation;

import dev.muster.core.attestation.AttestationNotices;
import dev.muster.core.attestation.Expected;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Micros;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Devices in service, or on their way into it, that have shown no evidence for longer than is expected of them. */
final class SilentDevices {
    private static final int MOST = 200;

    private SilentDevices() {}

    static List<Notice> look(Tx tx, OrgId org, Instant now) {
        Expected expected = SqlAttestationStore.policy(tx, org).expected().orElse(Expected.NOTHING);
        List<@Nullable Object> args = new ArrayList<>();
        String since = since(expected, now, args);
        List<@Nullable Object> twice = new ArrayList<>(args);
        twice.add(org.value());
        twice.addAll(args);
        twice.add((long) MOST);
        return tx.query(
                "select d.id, d.product from devices_device d where d.since < " + since
                        + " and d.org = ? and d.state in"
                        + " ('JOINING', 'OPERATIONAL', 'DEGRADED') and not exists (select 1 from fact f join"
                        + " fact_source s on s.org = f.org and s.subject = f.subject and s.source = f.source where f.org ="
                        + " d.org and f.subject = 'device/' || d.id and f.fact_key = 'attestation.status' and"
                        + " s.effective_at > " + since + ") order by d.id limit ?",
                row -> notice(row, expected, now),
                twice.toArray());
    }

    /** From when on there must be evidence of a device, by its product. */
    private static String since(Expected expected, Instant now, List<@Nullable Object> args) {
        if (expected.products().isEmpty()) {
            args.add(Micros.of(now.minus(expected.silentAfter(""))));
            return "?";
        }
        StringBuilder sql = new StringBuilder("case d.product");
        new TreeMap<>(expected.products()).forEach((product, _) -> {
            sql.append(" when ? then ?");
            args.add(product);
            args.add(Micros.of(now.minus(expected.silentAfter(product))));
        });
        args.add(Micros.of(now.minus(expected.silentAfter(""))));
        return sql.append(" else ? end").toString();
    }

    private static Notice notice(Row row, Expected expected, Instant now) {
        String product = row.text("product");
        Optional<Duration> every = expected.every(product);
        return Notice.of(
                AttestationNotices.SILENT,
                Subject.device(row.text("id")),
                "Device " + row.text("id") + " has shown no evidence since "
                        + now.minus(expected.silentAfter(product))
                        + every.map(each -> " and is to show some every " + Expected.told(each))
                                .orElse("")
                        + ".");
    }
}
