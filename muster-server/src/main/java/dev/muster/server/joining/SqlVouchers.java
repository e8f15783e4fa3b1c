package dev.muster.server.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.joining.VoucherAsked;
import dev.muster.core.joining.VoucherSignerAdded;
import dev.muster.core.joining.VoucherTaken;
import dev.muster.core.joining.Vouchers;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.util.List;
import java.util.Optional;

/** Vouchers of one organisation, read in one transaction, and how their tables follow the entries. */
record SqlVouchers(Tx tx, OrgId org) implements Vouchers {
    private static final String KEPT = "select v.maker, v.serial, v.digest, v.signer, v.until_at, v.voucher from"
            + " joining_voucher v join joining_voucher_signer s on s.org = v.org and s.fingerprint = v.signer"
            + " and s.maker = v.maker where v.org = ?";
    private static final String ASKED =
            "select device, maker, serial, nonce, request, since from joining_voucher_asked where org = ?";

    @Override
    public List<Signer> signers() {
        return tx.query(
                "select fingerprint, certificate, maker from joining_voucher_signer where org = ? order by maker,"
                        + " fingerprint",
                row -> new Signer(
                        row.text("fingerprint"),
                        AnchorCertificates.of(row.text("fingerprint"), row.bytes("certificate")),
                        row.text("maker")),
                org.value());
    }

    @Override
    public Optional<Kept> voucher(String maker, String serial) {
        return tx.one(KEPT + " and v.maker = ? and v.serial = ?", SqlVouchers::kept, org.value(), maker, serial);
    }

    /** Those that count, by maker and number. */
    List<Kept> vouchers() {
        return tx.query(
                KEPT + " order by v.maker, v.serial limit " + SqlJoiningStore.LISTED, SqlVouchers::kept, org.value());
    }

    @Override
    public long count() {
        return tx.count("select count(*) as n from joining_voucher where org = ?", org.value());
    }

    @Override
    public Optional<Asked> asked(String maker, String serial) {
        return tx.one(ASKED + " and maker = ? and serial = ?", SqlVouchers::asked, org.value(), maker, serial);
    }

    /** Devices that ask for a voucher and got none yet, who asked first first. */
    List<Asked> asking() {
        return tx.query(
                ASKED + " order by since, serial limit " + SqlJoiningStore.LISTED, SqlVouchers::asked, org.value());
    }

    @Override
    public long askedCount() {
        return tx.count("select count(*) as n from joining_voucher_asked where org = ?", org.value());
    }

    private static Kept kept(Row row) {
        return new Kept(
                row.text("maker"),
                row.text("serial"),
                row.text("digest"),
                row.text("signer"),
                row.instant("until_at"),
                row.bytes("voucher"));
    }

    private static Asked asked(Row row) {
        return new Asked(
                new DeviceId(row.text("device")),
                row.text("maker"),
                row.text("serial"),
                row.text("nonce"),
                row.bytes("request"),
                row.instant("since"));
    }

    static void added(Tx tx, Entry entry, VoucherSignerAdded added) {
        tx.update(
                "insert into joining_voucher_signer (org, fingerprint, certificate, maker) values (?, ?, ?, ?)"
                        + " on conflict (org, fingerprint) do update set maker = excluded.maker",
                entry.org().value(),
                entry.subject().id(),
                added.certificate(),
                added.maker());
    }

    /** Its vouchers stay, and count again when it is believed again. */
    static void removed(Tx tx, Entry entry) {
        tx.update(
                "delete from joining_voucher_signer where org = ? and fingerprint = ?",
                entry.org().value(),
                entry.subject().id());
    }

    static void taken(Tx tx, Entry entry, VoucherTaken taken) {
        tx.update(
                "insert into joining_voucher (org, maker, serial, digest, signer, until_at, voucher)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (org, maker, serial) do update set"
                        + " digest = excluded.digest, signer = excluded.signer, until_at = excluded.until_at,"
                        + " voucher = excluded.voucher",
                entry.org().value(),
                taken.maker(),
                taken.serial(),
                entry.subject().id(),
                taken.signer(),
                taken.until(),
                taken.voucher());
        tx.update(
                "delete from joining_voucher_asked where org = ? and maker = ? and serial = ?",
                entry.org().value(),
                taken.maker(),
                taken.serial());
    }

    static void asked(Tx tx, Entry entry, VoucherAsked asked) {
        tx.update(
                "insert into joining_voucher_asked (org, maker, serial, device, nonce, request, since)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (org, maker, serial) do update set"
                        + " device = excluded.device, nonce = excluded.nonce, request = excluded.request,"
                        + " since = excluded.since",
                entry.org().value(),
                asked.maker(),
                asked.serial(),
                entry.subject().id(),
                asked.nonce(),
                asked.request(),
                entry.effectiveAt());
    }
}
