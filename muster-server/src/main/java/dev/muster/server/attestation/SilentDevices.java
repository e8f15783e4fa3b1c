package dev.muster.server.attestation;

import dev.muster.core.attestation.AttestationNotices;
import dev.muster.core.devices.Device;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.List;

/** Devices in service, or on their way into it, that have shown no evidence for a day and a night. */
final class SilentDevices {
    private static final int MOST = 200;

    private SilentDevices() {}

    static List<Notice> look(Tx tx, OrgId org, Instant now) {
        Instant since = now.minus(Device.SILENT_AFTER);
        return tx.query(
                "select d.id from devices_device d where d.org = ? and d.state in ('JOINING', 'OPERATIONAL',"
                        + " 'DEGRADED') and d.since < ? and not exists (select 1 from fact f join fact_source s on s.org ="
                        + " f.org and s.subject = f.subject and s.source = f.source where f.org = d.org and f.subject ="
                        + " 'device/' || d.id and f.fact_key = 'attestation.status' and s.effective_at > ?) order by d.id"
                        + " limit ?",
                row -> Notice.of(
                        AttestationNotices.SILENT,
                        Subject.device(row.text("id")),
                        "Device " + row.text("id") + " has shown no evidence since " + since + "."),
                org.value(),
                since,
                since,
                MOST);
    }
}
