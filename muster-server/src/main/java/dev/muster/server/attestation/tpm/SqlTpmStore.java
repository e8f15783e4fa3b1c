package dev.muster.server.attestation.tpm;

import dev.muster.core.attestation.tpm.KeyHome;
import dev.muster.core.attestation.tpm.TpmMaker;
import dev.muster.core.attestation.tpm.TpmStore;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What is known of TPMs in one organisation, read in one transaction. */
public final class SqlTpmStore implements TpmStore {
    private final Tx tx;
    private final OrgId org;

    public SqlTpmStore(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    @Override
    public List<TpmMaker> makers() {
        return tx.query(
                "select fingerprint, certificate, maker, home from attestation_tpm_maker where org = ?"
                        + " order by maker, fingerprint",
                SqlTpmStore::maker,
                org.value());
    }

    private static TpmMaker maker(Row row) {
        return new TpmMaker(
                row.text("fingerprint"),
                CertificateReader.parse(row.bytes("certificate")),
                row.text("maker"),
                KeyHome.ofWord(row.text("home")).orElseThrow());
    }

    @Override
    public Optional<String> listed(DeviceId device) {
        return tx.one(
                "select endorsement from attestation_tpm_listed where org = ? and device = ?",
                row -> row.text("endorsement"),
                org.value(),
                device.value());
    }

    @Override
    public Optional<DeviceId> listedFor(String endorsement) {
        return tx
                .query(
                        "select device from attestation_tpm_listed where org = ? and endorsement = ? limit 1",
                        row -> new DeviceId(row.text("device")),
                        org.value(),
                        endorsement)
                .stream()
                .findFirst();
    }

    /** A device that was taken out of service holds no TPM any more. */
    @Override
    public Optional<DeviceId> holder(String endorsement) {
        return tx
                .query(
                        "select k.device from attestation_tpm_key k join devices_device d on d.org = k.org and d.id ="
                                + " k.device where k.org = ? and k.endorsement = ? and d.state <> 'RETIRED'"
                                + " order by k.device limit 1",
                        row -> new DeviceId(row.text("device")),
                        org.value(),
                        endorsement)
                .stream()
                .findFirst();
    }

    @Override
    public boolean ticketUsed(String ticket) {
        return tx.count(
                        "select count(*) as n from attestation_tpm_ticket where org = ? and ticket = ?",
                        org.value(),
                        ticket)
                > 0;
    }

    /** Where the attestation key lives that the device proved to have; empty for another. */
    public Optional<KeyHome> home(DeviceId device, byte[] name) {
        return tx.one(
                "select home from attestation_tpm_key where org = ? and device = ? and name = ?",
                row -> KeyHome.ofWord(row.text("home")).orElseThrow(),
                org.value(),
                device.value(),
                HexFormat.of().formatHex(name));
    }
}
