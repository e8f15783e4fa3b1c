package dev.muster.server.attestation;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    public Optional<Latest> latest(OrgId org, DeviceId device) {
        return database.read(
                tx -> tx.one(LATEST + " and device = ?", AttestationQueries::latest, org.value(), device.value()));
    }

    /** In order of the device id. */
    public List<Latest> latest(OrgId org) {
        return database.read(
                tx -> tx.query(LATEST + " order by device limit " + MAX_ROWS, AttestationQueries::latest, org.value()));
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
