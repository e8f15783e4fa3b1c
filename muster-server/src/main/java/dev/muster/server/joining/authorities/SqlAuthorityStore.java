package dev.muster.server.joining.authorities;

import dev.muster.core.joining.authorities.Authority;
import dev.muster.core.joining.authorities.AuthorityStore;
import dev.muster.core.joining.authorities.Proposal;
import dev.muster.core.joining.authorities.Role;
import dev.muster.core.joining.authorities.Standing;
import dev.muster.core.joining.authorities.Step;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The authorities of one organisation, read in one transaction. */
final class SqlAuthorityStore implements AuthorityStore {
    /** As much as a person goes after one by one. */
    static final int LISTED = 1_000;

    private final Tx tx;
    private final OrgId org;

    SqlAuthorityStore(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    /** Asked at every start for every organisation, so nothing is read. */
    boolean isEmpty() {
        return tx.count("select count(*) as n from joining_ca where org = ? and standing = 'ACTIVE'", org.value()) == 0;
    }

    /** Whether there is nothing but an authority of before there were roots. */
    boolean lacksRoot() {
        return tx.count("select count(*) as n from joining_ca where org = ? and role = 'ROOT'", org.value()) == 0;
    }

    /** Every organisation that has an authority in force and a root. */
    static Set<OrgId> complete(Tx tx) {
        return Set.copyOf(tx.query(
                "select org from joining_ca group by org having sum(case when standing = 'ACTIVE' then 1 else 0 end) >"
                        + " 0 and sum(case when role = 'ROOT' then 1 else 0 end) > 0",
                row -> new OrgId(row.text("org"))));
    }

    @Override
    public List<Authority> authorities() {
        return tx.query(
                "select fingerprint, role, standing, certificate, issuer, since from joining_ca where org = ?"
                        + " order by since desc, role, fingerprint",
                SqlAuthorityStore::authority,
                org.value());
    }

    /** What one authority said of another's key. */
    record Cross(String issuer, String of, X509Certificate certificate) {}

    List<Cross> crosses() {
        return tx.query(
                "select issuer, of_root, certificate from joining_ca_cross where org = ? order by of_root, issuer",
                row -> new Cross(
                        row.text("issuer"), row.text("of_root"), CertificateReader.parse(row.bytes("certificate"))),
                org.value());
    }

    @Override
    public long live(String fingerprint, Instant now) {
        return tx.count(
                "select count(*) as n from joining_issued i join devices_device d on d.org = i.org and d.id = i.device"
                        + " where i.org = ? and i.authority = ? and i.not_after > ? and i.ended_at is null"
                        + " and d.state <> 'RETIRED' and i.key_digest ="
                        + " (select e.key_digest from joining_enrolment e where e.org = i.org and e.device = i.device)"
                        + " and i.authority ="
                        + " (select e.authority from joining_enrolment e where e.org = i.org and e.device = i.device)",
                org.value(),
                fingerprint,
                now);
    }

    /** Whether devices are not asked to leave the authority before the present one. */
    boolean paused() {
        return tx.count("select count(*) as n from joining_ca_paused where org = ?", org.value()) > 0;
    }

    /** A device with a certificate of an authority that another one followed. */
    record Left(String device, Instant until) {}

    /** Those whose newest certificate such an authority gave, who ends first first; at most {@value #LISTED}. */
    List<Left> left(Instant now) {
        return tx.query(
                "select i.device, i.not_after from joining_issued i join joining_enrolment e on e.org = i.org and"
                        + " e.device = i.device and e.key_digest = i.key_digest and e.authority = i.authority join"
                        + " joining_ca c on c.org = i.org and c.fingerprint = i.authority and c.standing = 'PREVIOUS'"
                        + " join devices_device d on d.org = i.org and d.id = i.device where i.org = ? and"
                        + " i.not_after > ? and i.ended_at is null and d.state <> 'RETIRED' order by i.not_after,"
                        + " i.device limit " + LISTED,
                row -> new Left(row.text("device"), row.instant("not_after")),
                org.value(),
                now);
    }

    @Override
    public Optional<Proposal> proposal() {
        return tx.one(
                "select id, step, argument, reason, by_whom, at from joining_ca_step where org = ?",
                row -> new Proposal(
                        row.text("id"),
                        Step.valueOf(row.text("step")),
                        row.text("argument"),
                        row.text("reason"),
                        row.text("by_whom"),
                        row.instant("at")),
                org.value());
    }

    private static Authority authority(Row row) {
        return new Authority(
                row.text("fingerprint"),
                Role.valueOf(row.text("role")),
                Standing.valueOf(row.text("standing")),
                CertificateReader.parse(row.bytes("certificate")),
                row.text("issuer"),
                row.instant("since"));
    }
}
