package dev.muster.server.joining;

import dev.muster.core.joining.JoiningNotices;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Devices whose last certificate ends within two days: they should have renewed long before. And anchors that end: what
 * follows them has to be asked of their makers.
 */
final class EndingCertificates {
    private static final Duration SOON = Duration.ofDays(2);
    private static final int MOST = 200;

    private EndingCertificates() {}

    static List<Notice> look(Tx tx, OrgId org, Instant now) {
        return tx.query(
                "select a.device, a.not_after from joining_issued a where a.org = ? and a.not_after > ? and"
                        + " a.not_after < ? and a.ended_at is null and not exists (select 1 from joining_issued b where"
                        + " b.org = a.org and b.device = a.device and b.not_after > a.not_after) order by a.not_after"
                        + " limit ?",
                row -> Notice.of(
                        JoiningNotices.ENDS,
                        Subject.device(row.text("device")),
                        "The certificate of device " + row.text("device") + " ends " + row.instant("not_after")
                                + " and was not renewed."),
                org.value(),
                now,
                now.plus(SOON),
                MOST);
    }

    static List<Notice> anchors(Tx tx, OrgId org, Instant now) {
        return new SqlJoiningStore(tx, org)
                .anchors().stream()
                        .filter(anchor -> !anchor.standing(now).equals("good"))
                        .map(anchor -> Notice.of(
                                JoiningNotices.ANCHOR_ENDS,
                                anchor.subject(),
                                "The anchor of " + anchor.maker() + " "
                                        + (now.isAfter(anchor.ends()) ? "ended " : "ends ") + anchor.ends()
                                        + ": after that no device joins by its certificates. Register what follows it"
                                        + " (muster join anchor add); devices that have joined stay."))
                        .toList();
    }
}
