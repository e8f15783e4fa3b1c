package dev.muster.server;

import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.assurance.AssuranceEvent.CheckChange;
import dev.muster.core.assurance.Finding;
import dev.muster.core.attestation.TwinSeen;
import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.core.response.Measure;
import dev.muster.core.response.Standing;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.response.DeviceStates;
import dev.muster.server.response.Measures;
import dev.muster.server.response.Standings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Plugs the response topic into assurance, whose verdicts it answers, and devices, whose desks it asks. */
final class Reactions implements Standings, DeviceStates, Measures {
    /** A failing finding of this check is answered. */
    private static final String CONTRADICTS = "AT-sw-match";
    /** A passing finding of this check ends what was done. */
    private static final String AFFIRMS = "AT-tier";

    private static final String TWIN = "attestation.twin-seen";

    private static final String ISSUER = "muster";

    private final Ledger ledger;

    Reactions(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Optional<Standing> of(Entry entry) {
        if (entry.type().equals(TWIN)) {
            return ledger.event(entry)
                    .filter(TwinSeen.class::isInstance)
                    .map(TwinSeen.class::cast)
                    .map(twin -> new Standing(
                            entry.subject(),
                            Standing.Word.DOUBLED,
                            "two devices have one key, or it was set back: " + twin.detail(),
                            entry.index(),
                            entry.effectiveAt()));
        }
        if (!entry.type().equals("assurance.verdict-changed")) {
            return Optional.empty();
        }
        return ledger.event(entry)
                .filter(AssuranceEvent.VerdictChanged.class::isInstance)
                .map(AssuranceEvent.VerdictChanged.class::cast)
                .flatMap(changed -> standing(entry, changed.checks()));
    }

    private static Optional<Standing> standing(Entry entry, List<CheckChange> changes) {
        for (CheckChange change : changes) {
            if (change.check().equals(CONTRADICTS) && change.after() == Finding.Outcome.FAIL) {
                return Optional.of(standing(entry, change, Standing.Word.CONTRADICTED));
            }
        }
        return changes.stream()
                .filter(change -> change.check().equals(AFFIRMS) && change.after() == Finding.Outcome.PASS)
                .map(change -> standing(entry, change, Standing.Word.AFFIRMED))
                .findFirst();
    }

    private static Standing standing(Entry entry, CheckChange change, Standing.Word word) {
        return new Standing(
                entry.subject(), word, change.check() + ": " + change.reason(), entry.index(), change.evidenceAt());
    }

    @Override
    public Optional<DeviceState> of(Tx tx, OrgId org, Subject device) {
        return new SqlDeviceRegister(tx, org).device(DeviceId.of(device)).map(Device::state);
    }

    @Override
    public List<Draft> ask(Tx tx, OrgId org, Measure measure, Standing standing, Instant now) {
        DeviceId device = DeviceId.of(standing.device());
        SqlDeviceRegister register = new SqlDeviceRegister(tx, org);
        return switch (measure) {
            case QUARANTINE ->
                DeviceDesk.quarantine(
                                device,
                                register,
                                cause(
                                        standing.word() == Standing.Word.DOUBLED
                                                ? "device-doubled"
                                                : "verdict-contraindicated",
                                        standing),
                                now)
                        .drafts();
            case RELEASE ->
                DeviceDesk.release(device, register, cause("verdict-affirming", standing), now)
                        .drafts();
            case ADMIT ->
                DeviceDesk.release(device, register, cause("evidence-affirming", standing), now)
                        .drafts();
            case ROLL_BACK -> rollBack(device, standing, now);
        };
    }

    /** Back to the other slot, and then evidence of it: the release rests on that. */
    private static List<Draft> rollBack(DeviceId device, Standing standing, Instant now) {
        String id = "response-" + standing.verdictEntry();
        return List.of(
                OrderDesk.issue(device, id + ".roll-back", new OrderAction.RollBack(), "response", ISSUER, now),
                OrderDesk.issue(device, id + ".attest", new OrderAction.Attest(), "response", ISSUER, now));
    }

    private static DeviceDesk.Cause cause(String reason, Standing standing) {
        String detail = (standing.word() == Standing.Word.DOUBLED ? "entry " : "verdict entry ")
                + standing.verdictEntry() + ", " + standing.reason();
        return new DeviceDesk.Cause(
                ISSUER, reason, detail.substring(0, Math.min(detail.length(), DeviceDesk.Cause.MAX_DETAIL_CHARS)));
    }
}
