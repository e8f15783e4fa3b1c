package dev.muster.server.attestation;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Row;
import dev.muster.server.http.Keyed;
import dev.muster.server.web.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Questions of views about attestation. */
public final class AttestationQueries {
    /** Most rows of one answer. */
    public static final int MAX_ROWS = 10_000;

    private final Database database;

    public AttestationQueries(Database database) {
        this.database = database;
    }

    /**
     * The last appraisal of a device.
     *
     * @param entry where it stands in the ledger
     * @param status trust tier, lower case
     * @param reason the decisive reason's code
     * @param claimedVersion what the device says it runs
     * @param matchedVersion what its files are, empty when they match no release
     */
    public record Latest(
            String device,
            long entry,
            Instant appraisedAt,
            String status,
            String reason,
            String claimedVersion,
            String matchedVersion,
            String slot,
            String strength,
            long differences,
            long bootCount) {}

    /** A manifest that was accepted, with one line a release. */
    public record Manifest(
            String digest, String maker, String corimId, Instant addedAt, long entry, List<Release> releases) {}

    public record Release(String model, String version, String slotDigest) {}

    public record Maker(String maker, String thumbprint) {}

    private static final String LATEST =
            "select device, entry, appraised_at, status, reason, version, matched_version, slot, strength,"
                    + " differences, boot_count from attestation_latest where org = ?";

    private static final String AFTER = LATEST + " and device > ? order by device limit ?";

    private static final String COUNTS =
            "select status, count(*) as n from attestation_latest where org = ? group by status";

    private static final String WORST_FIRST =
            "case status when 'contraindicated' then 0 when 'warning' then 1 when 'affirming' then 3 else 2 end";

    public Optional<Latest> latest(OrgId org, DeviceId device) {
        return database.read(
                tx -> tx.one(LATEST + " and device = ?", AttestationQueries::latest, org.value(), device.value()));
    }

    /** Of every device, in order of the device id. */
    public Keyed<Latest> latest(OrgId org) {
        return new Keyed<>() {
            @Override
            public List<Latest> after(String key, int most) {
                return database.read(tx -> tx.query(AFTER, AttestationQueries::latest, org.value(), key, (long) most));
            }

            @Override
            public String key(Latest row) {
                return row.device();
            }
        };
    }

    /** How many devices have which verdict. */
    Map<String, Long> counts(OrgId org) {
        Map<String, Long> counts = new TreeMap<>();
        database.read(tx -> tx.query(
                COUNTS,
                row -> {
                    counts.put(row.text("status"), row.number("n"));
                    return true;
                },
                org.value()));
        return counts;
    }

    /** A page of all devices; without a wanted order the worst verdict first, wherever the device stands. */
    Rows<Latest> rows(OrgId org) {
        return wanted -> {
            String way = wanted.falling() ? " desc" : "";
            String order = switch (wanted.sort()) {
                case "device" -> "device" + way;
                case "at" -> "appraised_at" + way + ", device";
                default -> WORST_FIRST + ", device";
            };
            List<Latest> page = database.read(tx -> tx.query(
                    LATEST + " order by " + order + " limit ? offset ?",
                    AttestationQueries::latest,
                    org.value(),
                    (long) wanted.size(),
                    wanted.skip()));
            return new Rows.Slice<>(
                    page,
                    counts(org).values().stream().mapToLong(Long::longValue).sum());
        };
    }

    public List<Manifest> manifests(OrgId org) {
        return database.read(tx -> tx.query(
                "select digest, maker, corim_id, added_at, entry from attestation_manifest where org = ?"
                        + " order by entry limit " + MAX_ROWS,
                row -> new Manifest(
                        row.text("digest"),
                        row.text("maker"),
                        row.text("corim_id"),
                        row.instant("added_at"),
                        row.number("entry"),
                        tx.query(
                                "select model, version, slot_digest from attestation_release"
                                        + " where org = ? and digest = ? order by part",
                                release -> new Release(
                                        release.text("model"), release.text("version"), release.text("slot_digest")),
                                org.value(),
                                row.text("digest"))),
                org.value()));
    }

    public List<Maker> makers(OrgId org) {
        return database.read(tx -> tx.query(
                "select maker, thumbprint from attestation_maker where org = ? order by maker, thumbprint limit "
                        + MAX_ROWS,
                row -> new Maker(row.text("maker"), row.text("thumbprint")),
                org.value()));
    }

    private static Latest latest(Row row) {
        return new Latest(
                row.text("device"),
                row.number("entry"),
                row.instant("appraised_at"),
                row.text("status"),
                row.text("reason"),
                row.text("version"),
                row.text("matched_version"),
                row.text("slot"),
                row.text("strength"),
                row.number("differences"),
                row.number("boot_count"));
    }
}
