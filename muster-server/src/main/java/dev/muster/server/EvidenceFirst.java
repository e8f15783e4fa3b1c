package dev.muster.server;

import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.topic.Preparation;
import java.time.InstantSource;
import java.util.List;

/**
 * Earlier versions put a device in service when it enrolled. Whoever is in service for that reason alone, and never showed
 * good evidence, is taken back to joining, by an entry that says so. A script lists once who is to be looked at, so that a
 * start costs nothing when that is done; broken off, it is done again and finds the rest.
 */
final class EvidenceFirst implements Preparation {
    static final String REASON = "no-evidence";

    /** Devices that are looked at between two questions to the database. */
    private static final int PAGE = 500;

    /** Evidence can be long: so many entries of one device are in memory at a time. */
    private static final int EVIDENCE_PAGE = 50;

    /** What earlier versions wrote. */
    private static final String ENROLLED = "enrolled";

    /** In service, and not known for good evidence at the moment; with the entry that put them there. */
    private static final String SUSPECTS = "select d.id, s.entry from devices_unproven u"
            + " join devices_device d on d.org = u.org and d.id = u.device"
            + " join fact f on f.org = d.org and f.subject = 'device/' || d.id and f.fact_key = 'devices.state'"
            + " join fact_source s on s.org = f.org and s.subject = f.subject and s.source = f.source"
            + " where u.org = ? and d.state = 'OPERATIONAL' and u.device > ?"
            + " and not exists (select 1 from fact v where v.org = d.org and v.subject = 'device/' || d.id"
            + " and v.fact_key = 'attestation.status' and v.fact_value = 'affirming') order by u.device limit ?";

    private static final String LEFT = "select count(*) as n from devices_unproven where org = ?";

    private static final String ORGS = "select l.org from ledger_log l where l.log = 'record'"
            + " and exists (select 1 from devices_unproven u where u.org = l.org)";

    private static final String DONE = "delete from devices_unproven where org = ?";

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;

    EvidenceFirst(Database database, Ledger ledger, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
    }

    private record Suspect(DeviceId device, long entry) {}

    @Override
    public List<OrgId> lacking(List<OrgId> orgs) {
        return database.read(tx -> tx.query(ORGS, row -> new OrgId(row.text("org"))));
    }

    /** Looks at the devices of an organisation, on the server that writes. */
    @Override
    public void prepare(OrgId org) {
        if (!ledger.writesHere() || database.read(tx -> tx.count(LEFT, org.value())) == 0) {
            return;
        }
        String after = "";
        List<Suspect> page;
        do {
            String from = after;
            page = database.read(tx -> tx.query(
                    SUSPECTS,
                    row -> new Suspect(new DeviceId(row.text("id")), row.number("entry")),
                    org.value(),
                    from,
                    PAGE));
            for (Suspect suspect : page) {
                after = suspect.device().value();
                if (byEnrolmentAlone(org, suspect) && !everGood(org, suspect.device())) {
                    takeBack(org, suspect.device());
                }
            }
        } while (page.size() == PAGE);
        database.change(tx -> tx.update(DONE, org.value()));
    }

    private boolean byEnrolmentAlone(OrgId org, Suspect suspect) {
        EntryQuery one = EntryQuery.all().from(suspect.entry()).limit(1);
        return ledger.entries(org, one).stream()
                .flatMap(entry -> ledger.event(entry).stream())
                .anyMatch(event -> event instanceof StateChanged changed
                        && changed.from() == DeviceState.JOINING
                        && changed.reason().equals(ENROLLED));
    }

    private boolean everGood(OrgId org, DeviceId device) {
        EntryQuery query = EntryQuery.all()
                .subject(device.subject())
                .type("attestation.evidence-appraised")
                .limit(EVIDENCE_PAGE);
        List<Entry> page;
        long from = 0;
        do {
            page = ledger.entries(org, query.from(from));
            boolean good = page.stream()
                    .flatMap(entry -> ledger.event(entry).stream())
                    .anyMatch(event ->
                            event instanceof EvidenceAppraised appraised && appraised.status() == TrustTier.AFFIRMING);
            if (good) {
                return true;
            }
            from = page.isEmpty() ? from : page.getLast().index() + 1;
        } while (page.size() == EVIDENCE_PAGE);
        return false;
    }

    private void takeBack(OrgId org, DeviceId device) {
        DeviceDesk.Cause cause = new DeviceDesk.Cause(
                "muster", REASON, "it was put in service when it enrolled, and has shown no good evidence since");
        ledger.shell()
                .run(
                        org,
                        tx -> new SqlDeviceRegister(tx, org),
                        register -> DeviceDesk.change(device, DeviceState.JOINING, register, cause, clock.instant()));
    }
}
