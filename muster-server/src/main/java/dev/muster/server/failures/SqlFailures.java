package dev.muster.server.failures;

import dev.muster.core.failures.FailuresReported;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The register of failures of one organisation. */
public final class SqlFailures {
    /**
     * Signatures of one device; names of what failed are the device's to choose, and no device makes the register long. What is
     * beyond stands in the ledger only.
     */
    static final int SIGNATURES_OF_DEVICE_MAX = 256;

    private final Tx tx;
    private final OrgId org;

    public SqlFailures(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    /**
     * The same failure, wherever it was seen.
     *
     * @param devices on how many
     * @param occurrences how often, on all of them
     */
    public record Group(
            String signature,
            String kind,
            String what,
            String sign,
            Instant first,
            Instant last,
            long occurrences,
            long devices) {}

    /** It on one device. */
    public record Seen(String device, Instant first, Instant last, long occurrences, String culprit) {}

    /** Digest of the newest report of a device. */
    public Optional<String> newestReport(String device) {
        return tx.one(
                "select report from failures_report where org = ? and device = ?",
                row -> row.text("report"),
                org.value(),
                device);
    }

    void reported(String device, String report) {
        tx.update(
                "insert into failures_report (org, device, report, signatures) values (?, ?, ?, 0)"
                        + " on conflict (org, device) do update set report = excluded.report",
                org.value(),
                device,
                report);
    }

    void add(String device, FailuresReported.Told one) {
        int again = tx.update(
                "update failures_device set occurrences = occurrences + ?, last_at = case when last_at < ? then ? else"
                        + " last_at end, culprit = ? where org = ? and device = ? and signature = ?",
                one.count(),
                one.last(),
                one.last(),
                one.culprit(),
                org.value(),
                device,
                one.signature());
        if (again == 0 && !first(device, one)) {
            return;
        }
        tx.update(
                "insert into failures_group (org, signature, kind, what, sign, first_at, last_at, occurrences,"
                        + " devices) values (?, ?, ?, ?, ?, ?, ?, ?, 1) on conflict (org, signature) do update set"
                        + " first_at = case when failures_group.first_at < excluded.first_at then failures_group.first_at"
                        + " else excluded.first_at end, last_at = case when failures_group.last_at > excluded.last_at then"
                        + " failures_group.last_at else excluded.last_at end, occurrences = failures_group.occurrences +"
                        + " excluded.occurrences, devices = failures_group.devices + ?",
                org.value(),
                one.signature(),
                one.kind(),
                one.what(),
                one.sign(),
                one.first(),
                one.last(),
                one.count(),
                again == 0 ? 1 : 0);
    }

    /** False when the device has its share of signatures. */
    private boolean first(String device, FailuresReported.Told one) {
        long known = tx.one(
                        "select signatures from failures_report where org = ? and device = ?",
                        row -> row.number("signatures"),
                        org.value(),
                        device)
                .orElse(0L);
        if (known >= SIGNATURES_OF_DEVICE_MAX) {
            return false;
        }
        tx.update(
                "insert into failures_report (org, device, report, signatures) values (?, ?, '', 1)"
                        + " on conflict (org, device) do update set signatures = failures_report.signatures + 1",
                org.value(),
                device);
        tx.update(
                "insert into failures_device (org, device, signature, first_at, last_at, occurrences, culprit)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                org.value(),
                device,
                one.signature(),
                one.first(),
                one.last(),
                one.count(),
                one.culprit());
        return true;
    }

    /** The newest first. */
    public List<Group> newest(int most) {
        return tx.query(
                "select * from failures_group where org = ? order by last_at desc, signature limit ?",
                SqlFailures::group,
                org.value(),
                most);
    }

    /** Those of one device, the newest first. */
    public List<Group> newest(String device, int most) {
        return tx.query(
                "select g.* from failures_device d join failures_group g on g.org = d.org and g.signature = d.signature"
                        + " where d.org = ? and d.device = ? order by d.last_at desc, g.signature limit ?",
                SqlFailures::group,
                org.value(),
                device,
                most);
    }

    public Optional<Group> group(String signature) {
        return tx.one(
                "select * from failures_group where org = ? and signature = ?",
                SqlFailures::group,
                org.value(),
                signature);
    }

    /** On which devices, where it was seen last first. */
    public List<Seen> seen(String signature, int most) {
        return tx.query(
                "select * from failures_device where org = ? and signature = ? order by last_at desc, device limit ?",
                row -> new Seen(
                        row.text("device"),
                        row.instant("first_at"),
                        row.instant("last_at"),
                        row.number("occurrences"),
                        row.text("culprit")),
                org.value(),
                signature,
                most);
    }

    private static Group group(Row row) {
        return new Group(
                row.text("signature"),
                row.text("kind"),
                row.text("what"),
                row.text("sign"),
                row.instant("first_at"),
                row.instant("last_at"),
                row.number("occurrences"),
                row.number("devices"));
    }
}
