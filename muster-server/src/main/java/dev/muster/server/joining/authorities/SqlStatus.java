package dev.muster.server.joining.authorities;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.OcspAnswer;
import dev.muster.format.join.x509.RevocationList;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The state of the certificates that one authority issued and that have not ended by themselves. */
record SqlStatus(Tx tx, OrgId org, String authority) {
    /** As {@code Enrolled} writes serial numbers. */
    static final int SERIAL_RADIX = 16;

    /** States in which a device's certificate is good for nothing but proving itself to us. */
    private static final Set<String> CUT_OFF = Set.of("QUARANTINED", "SAFE_STOP", "OFF_SITE", "RETIRED");

    private static final String COLUMNS = "select i.serial, i.ended_at, d.state, d.since from joining_issued i"
            + " join devices_device d on d.org = i.org and d.id = i.device where i.org = ? and i.authority = ?"
            + " and i.not_after > ? and ";

    /** Those that are good no longer, by serial number. */
    List<RevocationList.Revoked> revoked(Instant now) {
        return tx.query(
                COLUMNS + "(i.ended_at is not null or d.state in ('QUARANTINED', 'SAFE_STOP', 'OFF_SITE', 'RETIRED'))"
                        + " order by i.serial",
                SqlStatus::revoked,
                org.value(),
                authority,
                now);
    }

    /** What is known of one certificate. */
    OcspAnswer.Status of(BigInteger serial, Instant now) {
        Optional<Optional<RevocationList.Revoked>> found = tx.one(
                COLUMNS + "i.serial = ?",
                row -> row.findInstant("ended_at").isPresent() || CUT_OFF.contains(row.text("state"))
                        ? Optional.of(revoked(row))
                        : Optional.<RevocationList.Revoked>empty(),
                org.value(),
                authority,
                now,
                serial.toString(SERIAL_RADIX));
        return found.<OcspAnswer.Status>map(known -> known.<OcspAnswer.Status>map(OcspAnswer.Status.Ended::new)
                        .orElseGet(OcspAnswer.Status.Good::new))
                .orElseGet(OcspAnswer.Status.Unknown::new);
    }

    private static RevocationList.Revoked revoked(Row row) {
        BigInteger serial = new BigInteger(row.text("serial"), SERIAL_RADIX);
        Optional<Instant> ended = row.findInstant("ended_at");
        if (ended.isPresent()) {
            return new RevocationList.Revoked(serial, ended.get(), RevocationList.Why.SUPERSEDED);
        }
        boolean forEver = row.text("state").equals("RETIRED");
        return new RevocationList.Revoked(
                serial, row.instant("since"), forEver ? RevocationList.Why.CESSATION : RevocationList.Why.HOLD);
    }
}
