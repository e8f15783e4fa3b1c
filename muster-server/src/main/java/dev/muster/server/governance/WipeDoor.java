package dev.muster.server.governance;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.WipePapers;
import dev.muster.core.governance.WorkflowStore;
import dev.muster.core.governance.Workflows;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
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
        if (!request.contentType().equals(WipeProof.MEDIA_TYPE)) {
            throw Problem.of(415, "media-type", "A proof is " + WipeProof.MEDIA_TYPE + ".")
                    .refuse();
        }
        byte[] bytes = request.body(WipeProof.MAX_BYTES);
        WipeProof proof = read(bytes, known);
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
                                bytes, proof, "device/" + known.device().value(), workflows, store, clock.instant()));
        if (answer instanceof Workflows.Answer.Refused refused) {
            throw Problem.refused(refused, "This was not done.").refuse();
        }
        return Response.of(204);
    }

    /** The signature is checked over the bytes as they came. */
    private static WipeProof read(byte[] bytes, DeviceAuthentication.Result.Known known) {
        try {
            WipeProof proof = WipeProof.parse(bytes);
            if (WipeProof.verify(bytes, VerificationKey.of(known.certificate().getPublicKey()))
                    instanceof Verdict.Invalid invalid) {
                throw Problem.of(
                                403,
                                invalid.reason().code(),
                                "The proof is not signed by the device that sends it.",
                                invalid.detail())
                        .refuse();
            }
            return proof;
        } catch (MalformedException e) {
            throw Problem.of(400, "malformed-proof", "The proof cannot be read.", e.reason() + " at " + e.path())
                    .refuse();
        }
    }
}
