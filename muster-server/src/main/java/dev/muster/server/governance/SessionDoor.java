package dev.muster.server.governance;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.Instance;
import dev.muster.core.governance.SessionPapers;
import dev.muster.core.governance.WorkflowStore;
import dev.muster.core.governance.Workflows;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.devices.maintenance.Grant;
import dev.muster.format.devices.maintenance.SessionRecord;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.http.Accepts;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.OrgSigner;
import java.time.InstantSource;
import java.util.Map;

/**
 * What sessions of maintenance give and take.
 *
 * <pre>
 * GET  /api/v1/{org}/governance/session/{id}/credential   console: the signed grant, while the session is issued
 * GET  /api/v1/{org}/governance/session/{id}/record       console: the record as the device signed it
 * POST /devices/{org}/sessions/{id}/began                 devices: somebody works there now
 * POST /devices/{org}/sessions/{id}                       devices: the signed record; sending it again changes nothing
 * </pre>
 */
final class SessionDoor {
    private static final DeviceWord<SessionRecord> RECORD = new DeviceWord<>(
            "record", SessionRecord.MEDIA_TYPE, SessionRecord.MAX_BYTES, SessionRecord::parse, SessionRecord::verify);

    private final Database database;
    private final Ledger ledger;
    private final Workflows workflows;
    private final DeviceAuthentication devices;
    private final OrgSigner signer;
    private final InstantSource clock;

    SessionDoor(
            Database database,
            Ledger ledger,
            Workflows workflows,
            DeviceAuthentication devices,
            OrgSigner signer,
            InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.workflows = workflows;
        this.devices = devices;
        this.signer = signer;
        this.clock = clock;
    }

    void addTo(Routes console, Routes device) {
        String session = "/api/v1/{org}/governance/session/{id}";
        console.get(session + "/credential", Need.WRITE, this::credential)
                .get(session + "/record", Need.READ, this::record);
        device.post("/devices/{org}/sessions/{id}/began", Need.NOTHING, this::began)
                .post("/devices/{org}/sessions/{id}", Need.NOTHING, Accepts.upTo(SessionRecord.MAX_BYTES), this::ended);
    }

    private Response credential(Request request) {
        OrgId org = request.org();
        SessionPapers.Credential credential = database.read(tx -> {
            SqlWorkflows store = new SqlWorkflows(tx, org);
            return SessionPapers.credential(org, session(store, request), store, clock.instant());
        });
        return switch (credential) {
            case SessionPapers.Credential.Withheld withheld ->
                throw Problem.of(409, "credential-withheld", "There is no credential.", withheld.detail())
                        .refuse();
            case SessionPapers.Credential.Ready ready ->
                Response.ok(
                                Grant.MEDIA_TYPE,
                                ready.grant().sign(signer.signer(), message -> message.x5chain(signer.chain(org))))
                        .with("cache-control", "no-store");
        };
    }

    private static Instance session(SqlWorkflows store, Request request) {
        String id = request.parameter("id");
        return store.find("session", id)
                .orElseThrow(() -> Problem.of(404, "record-unknown", "There is no session " + id + ".")
                        .refuse());
    }

    private Response record(Request request) {
        OrgId org = request.org();
        String id = request.parameter("id");
        byte[] signed = database.<java.util.Optional<Long>>read(tx -> new SqlWorkflows(tx, org).recorded(id))
                .flatMap(index -> ledger.entry(org, index))
                .flatMap(ledger::event)
                .filter(GovernanceEvent.SessionRecorded.class::isInstance)
                .map(event -> ((GovernanceEvent.SessionRecorded) event).record())
                .orElseThrow(() -> Problem.of(404, "record-unknown", "No device has recorded session " + id + ".")
                        .refuse());
        return Response.ok(SessionRecord.MEDIA_TYPE, signed);
    }

    private Response began(Request request) {
        OrgId org = request.org();
        String device =
                devices.require(request, org, CertificateUse.ORDERS).device().value();
        Workflows.Request wish = new Workflows.Request(
                "session", request.parameter("id"), "begun", "device/" + device, false, "", Map.of());
        return answer(ledger.shell()
                .<WorkflowStore, Workflows.Answer>run(
                        org, tx -> new SqlWorkflows(tx, org), store -> workflows.move(wish, store, clock.instant())));
    }

    private Response ended(Request request) {
        OrgId org = request.org();
        DeviceAuthentication.Result.Known known = devices.require(request, org, CertificateUse.ORDERS);
        DeviceWord.Taken<SessionRecord> taken = RECORD.take(request, known);
        SessionRecord record = taken.content();
        if (!record.session().equals(request.parameter("id"))
                || !record.device().equals(known.device().value())) {
            throw Problem.of(400, "record-elsewhere", "The record is of another session or device.")
                    .refuse();
        }
        return answer(ledger.shell()
                .<WorkflowStore, Workflows.Answer>run(
                        org,
                        tx -> new SqlWorkflows(tx, org),
                        store -> SessionPapers.record(
                                taken.bytes(),
                                record,
                                "device/" + known.device().value(),
                                workflows,
                                store,
                                clock.instant())));
    }

    /** A device that says it again is not at fault: the record stands where its first word put it. */
    private static Response answer(Workflows.Answer answer) {
        if (answer instanceof Workflows.Answer.Refused refused) {
            throw Problem.refused(refused, "This was not done.").refuse();
        }
        return Response.of(204);
    }
}
