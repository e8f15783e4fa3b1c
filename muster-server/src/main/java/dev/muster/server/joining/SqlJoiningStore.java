package dev.muster.server.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.joining.Anchor;
import dev.muster.core.joining.Enrolment;
import dev.muster.core.joining.JoiningStore;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Anchors and enrolments of one organisation, read in one transaction. */
public final class SqlJoiningStore implements JoiningStore {
    private final Tx tx;
    private final OrgId org;

    public SqlJoiningStore(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    @Override
    public List<Anchor> anchors() {
        return tx.query(
                "select fingerprint, certificate, maker from joining_anchor where org = ? order by fingerprint",
                SqlJoiningStore::anchor,
                org.value());
    }

    @Override
    public Optional<Anchor> anchor(String fingerprint) {
        return tx.one(
                "select fingerprint, certificate, maker from joining_anchor where org = ? and fingerprint = ?",
                SqlJoiningStore::anchor,
                org.value(),
                fingerprint);
    }

    @Override
    public Optional<Enrolment> enrolment(DeviceId device) {
        return tx.one(
                "select device, certificate, key_digest, factory, released from joining_enrolment"
                        + " where org = ? and device = ?",
                SqlJoiningStore::enrolment,
                org.value(),
                device.value());
    }

    @Override
    public Optional<DeviceId> holder(String key) {
        return tx
                .query(
                        "select device from joining_enrolment where org = ? and key_digest = ? and released = 0",
                        row -> new DeviceId(row.text("device")),
                        org.value(),
                        key)
                .stream()
                .findFirst();
    }

    /** The authority's certificate as the ledger knows it. */
    Optional<X509Certificate> authority() {
        return tx.one(
                "select certificate from joining_authority where org = ?",
                row -> CertificateReader.parse(row.bytes("certificate")),
                org.value());
    }

    private static Anchor anchor(Row row) {
        return new Anchor(
                row.text("fingerprint"), CertificateReader.parse(row.bytes("certificate")), row.text("maker"));
    }

    private static Enrolment enrolment(Row row) {
        return new Enrolment(
                new DeviceId(row.text("device")),
                CertificateReader.parse(row.bytes("certificate")),
                row.text("key_digest"),
                row.text("factory"),
                row.truth("released"));
    }
}
