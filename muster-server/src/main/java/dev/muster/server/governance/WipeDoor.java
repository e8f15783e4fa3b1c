package dev.muster.server.governance;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.WipePapers;
import dev.muster.core.governance.WorkflowStore;
import dev.muster.core.governance.Workflows;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.devices.maintenance.WipeProof;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What devices prove of having destroyed what they held.
 *
 * <pre>
 * POST /devices/{org}/wipes/{id}                   devices: the signed proof for a custody record; again changes nothing
 * GET  /api/v1/{org}/governance/custody/{id}/proof console: the last proof, as the device signed it
 * </pre>
 */
final class WipeDoor {
    private static final DeviceWord<WipeProof> PROOF =
            new DeviceWord<>("proof", WipeProof.MEDIA_TYPE, WipeProof.MAX_BYTES, WipeProof::parse, WipeProof::verify);

    private final Database database;
    private final Ledger ledger;
    private final Workflows workflows;
    private final DeviceAuthentication devices;
    private final InstantSource clock;

    WipeDoor(Database database, Ledger ledger, Workflows workflows, DeviceAuthentication devices, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.workflows = workflows;
        this.devices = devices;
        this.clock = clock;
    }

    void addTo(Routes console, Routes device) {
        console.get("/api/v1/{org}/governance/custody/{id}/proof", Need.READ, this::proof);
        device.post("/devices/{org}/wipes/{id}", Need.NOTHING, this::proved);
    }

    private Response proof(Request request) {
        OrgId org = request.org();
        String id = request.parameter("id");
        Optional<Long> entry = database.read(tx -> new SqlWipes(tx, org).proof(id));
        byte[] signed = entry.flatMap(index -> ledger.entry(org, index))
                .flatMap(ledger::event)
                .filter(GovernanceEvent.WipeProved.class::isInstance)
                .map(event -> ((GovernanceEvent.WipeProved) event).proof())
                .orElseThrow(() -> Problem.of(404, "proof-unknown", "No device has proved a wipe for " + id + ".")
                        .refuse());
        return Response.ok(WipeProof.MEDIA_TYPE, signed);
    }

    private Response proved(Request request) {
        OrgId org = request.org();
        DeviceAuthentication.Result.Known known = devices.require(request, org, CertificateUse.ORDERS);
        DeviceWord.Taken<WipeProof> taken = PROOF.take(request, known);
        WipeProof proof = taken.content();
        if (!proof.custody().equals(request.parameter("id"))
                || !proof.device().equals(known.device().value())) {
            throw Problem.of(400, "proof-elsewhere", "The proof is of another record or device.")
                    .refuse();
        }
        Workflows.Answer answer = ledger.shell()
                .<WorkflowStore, Workflows.Answer>run(
                        org,
                        tx -> new SqlWorkflows(tx, org),
                        store -> WipePapers.record(
                                taken.bytes(),
                                proof,
                                "device/" + known.device().value(),
                                workflows,
                                store,
                                clock.instant()));
        if (answer instanceof Workflows.Answer.Refused refused) {
            throw Problem.refused(refused, "This was not done.").refuse();
        }
        return Response.of(204);
    }
}
