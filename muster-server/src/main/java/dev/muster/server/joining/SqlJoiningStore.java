package dev.muster.server.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.ProductId;
import dev.muster.core.joining.Admission;
import dev.muster.core.joining.Anchor;
import dev.muster.core.joining.Enrolment;
import dev.muster.core.joining.JoiningStore;
import dev.muster.core.joining.Token;
import dev.muster.core.joining.Waiting;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Anchors and enrolments of one organisation, read in one transaction. */
public final class SqlJoiningStore implements JoiningStore {
    /** As much as a person reads; more of them are found by their device. */
    static final int LISTED = 1_000;

    /** Who keeps so many from renewing has one cause and not as many. */
    static final int ENDING_LISTED = 100;

    private static final String TOKEN_COLUMNS = "digest, device, product, until_at, used_by";
    private static final String WAITING_COLUMNS = "device, factory, maker, model, since, word";

    private final Tx tx;
    private final OrgId org;

    public SqlJoiningStore(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    @Override
    public List<Anchor> anchors() {
        return tx.query(
                "select fingerprint, certificate, maker, admission from joining_anchor where org = ?"
                        + " order by fingerprint",
                SqlJoiningStore::anchor,
                org.value());
    }

    @Override
    public Optional<Anchor> anchor(String fingerprint) {
        return tx.one(
                "select fingerprint, certificate, maker, admission from joining_anchor where org = ? and fingerprint ="
                        + " ?",
                SqlJoiningStore::anchor,
                org.value(),
                fingerprint);
    }

    @Override
    public Optional<Enrolment> enrolment(DeviceId device) {
        return tx.one(
                "select device, certificate, key_digest, factory, released, previous_key, authority from"
                        + " joining_enrolment where org = ? and device = ?",
                SqlJoiningStore::enrolment,
                org.value(),
                device.value());
    }

    /** Whether the device's present key is this one: asked with every request of a device, so no certificate is read. */
    boolean holds(DeviceId device, String key) {
        return tx.count(
                        "select count(*) as n from joining_enrolment"
                                + " where org = ? and device = ? and key_digest = ? and released = 0",
                        org.value(),
                        device.value(),
                        key)
                > 0;
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

    @Override
    public Optional<DeviceId> factoryHolder(String key) {
        return tx
                .query(
                        "select device from joining_factory_key where org = ? and key_digest = ? order by device limit"
                                + " 1",
                        row -> new DeviceId(row.text("device")),
                        org.value(),
                        key)
                .stream()
                .findFirst();
    }

    @Override
    public boolean shared(DeviceId device, String key) {
        return tx.count(
                        "select count(*) as n from joining_key_shared where org = ? and device = ? and key_digest = ?",
                        org.value(),
                        device.value(),
                        key)
                > 0;
    }

    @Override
    public SqlVouchers vouchers() {
        return new SqlVouchers(tx, org);
    }

    @Override
    public Optional<Token> token(String digest) {
        return tx.one(
                "select " + TOKEN_COLUMNS + " from joining_token where org = ? and digest = ?",
                SqlJoiningStore::token,
                org.value(),
                digest);
    }

    /** Tokens that can still be used, the one that ends first first; at most {@value #LISTED}. */
    List<Token> tokens(Instant now) {
        return tx.query(
                "select " + TOKEN_COLUMNS + " from joining_token where org = ? and used_by is null and until_at > ?"
                        + " order by until_at limit " + LISTED,
                SqlJoiningStore::token,
                org.value(),
                now);
    }

    @Override
    public long openTokens(Instant now) {
        return tx.count(
                "select count(*) as n from joining_token where org = ? and used_by is null and until_at > ?",
                org.value(),
                now);
    }

    @Override
    public Optional<Waiting> waiting(DeviceId device) {
        return tx.one(
                "select " + WAITING_COLUMNS + " from joining_waiting where org = ? and device = ?",
                SqlJoiningStore::waiting,
                org.value(),
                device.value());
    }

    /** Who waits for a word or was denied, the longest first. */
    List<Waiting> waiting() {
        return tx.query(
                "select " + WAITING_COLUMNS + " from joining_waiting where org = ? order by since limit " + LISTED,
                SqlJoiningStore::waiting,
                org.value());
    }

    /** A device in service whose newest certificate ends soon. */
    record Ending(String device, Instant ends) {}

    /** Devices that should have renewed by now, the one that ends first first. */
    List<Ending> ending(Instant from, Instant until) {
        return tx.query(
                "select i.device, i.not_after from joining_issued i"
                        + " join devices_device d on d.org = i.org and d.id = i.device"
                        + " where i.org = ? and i.not_after > ? and i.not_after < ? and i.ended_at is null"
                        + " and d.state <> 'RETIRED' and not exists (select 1 from joining_issued n where n.org = i.org"
                        + " and n.device = i.device and n.ended_at is null and n.not_after > i.not_after)"
                        + " order by i.not_after limit " + ENDING_LISTED,
                row -> new Ending(row.text("device"), row.instant("not_after")),
                org.value(),
                from,
                until);
    }

    /** The same of every device, in service or not: where the register of devices is not beside this one. */
    List<Ending> endingOfAny(Instant from, Instant until) {
        return tx.query(
                "select i.device, i.not_after from joining_issued i"
                        + " where i.org = ? and i.not_after > ? and i.not_after < ? and i.ended_at is null"
                        + " and not exists (select 1 from joining_issued n where n.org = i.org"
                        + " and n.device = i.device and n.ended_at is null and n.not_after > i.not_after)"
                        + " order by i.not_after limit " + ENDING_LISTED,
                row -> new Ending(row.text("device"), row.instant("not_after")),
                org.value(),
                from,
                until);
    }

    /** Whether the register of devices has it, and not as retired. */
    boolean inService(String device) {
        return tx.count(
                        "select count(*) as n from devices_device where org = ? and id = ? and state <> 'RETIRED'",
                        org.value(),
                        device)
                > 0;
    }

    @Override
    public long waitingCount() {
        return tx.count("select count(*) as n from joining_waiting where org = ? and word = 'NONE'", org.value());
    }

    /** Devices with this name, UUID or maker's number, by name; more than one when makers count alike. */
    List<Known> identities(String word) {
        return tx.query(
                "select device, uuid, maker, model, serial from joining_identity where org = ?"
                        + " and (device = ? or uuid = ? or serial = ?) order by device limit " + ENDING_LISTED,
                row -> new Known(
                        row.text("device"), row.text("uuid"), row.text("maker"), row.text("model"), row.text("serial")),
                org.value(),
                word,
                word.toLowerCase(Locale.ROOT),
                word);
    }

    /**
     * Who a device is.
     *
     * @param serial its maker's number for it
     */
    record Known(String device, String uuid, String maker, String model, String serial) {}

    private static Token token(Row row) {
        return new Token(
                row.text("digest"),
                new DeviceId(row.text("device")),
                new ProductId(row.text("product")),
                row.instant("until_at"),
                row.findText("used_by"));
    }

    private static Waiting waiting(Row row) {
        return new Waiting(
                new DeviceId(row.text("device")),
                row.text("factory"),
                row.text("maker"),
                row.text("model"),
                row.instant("since"),
                Waiting.Word.valueOf(row.text("word")));
    }

    private static Anchor anchor(Row row) {
        String fingerprint = row.text("fingerprint");
        return new Anchor(
                fingerprint,
                AnchorCertificates.of(fingerprint, row.bytes("certificate")),
                row.text("maker"),
                Admission.valueOf(row.text("admission")));
    }

    private static Enrolment enrolment(Row row) {
        return new Enrolment(
                new DeviceId(row.text("device")),
                CertificateReader.parse(row.bytes("certificate")),
                row.text("key_digest"),
                row.text("factory"),
                row.truth("released"),
                row.findText("previous_key"),
                row.text("authority"));
    }
}
