package dev.muster.server.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.FlowDesk;
import dev.muster.core.network.FlowsSeen;
import dev.muster.core.network.NetworkStore;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.devices.host.SignedStatement;
import dev.muster.format.network.flows.FlowReport;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What packet filters saw. {@code POST /devices/{org}/flows} on the devices' listener takes a {@link FlowReport} in a COSE_Sign1 by
 * the enrolled key of the device whose filter it is; {@code GET /api/v1/{org}/network/flows} says what was seen of each device,
 * those that were refused most first.
 */
final class FlowsDoor {
    private static final int LISTED_MOST = 500;

    private final Reporters reporters;
    private final Database database;
    private final Shell shell;
    private final InstantSource clock;

    /** Who a device is at this door; judged by whoever knows about certificates. */
    interface Reporters {
        /** @throws dev.muster.server.http.Refused when the connection is not that of a device of the organisation */
        Reporter require(Request request, OrgId org);
    }

    /** @param key the enrolled key, which also signs its statements */
    record Reporter(DeviceId device, PublicKey key) {}

    FlowsDoor(Reporters reporters, Database database, Shell shell, InstantSource clock) {
        this.reporters = reporters;
        this.database = database;
        this.shell = shell;
        this.clock = clock;
    }

    void addTo(Routes devices) {
        devices.post("/devices/{org}/flows", Need.NOTHING, this::take);
    }

    void addToConsole(Routes console) {
        console.get("/api/v1/{org}/network/flows", Need.READ, this::list);
    }

    private Response take(Request request) {
        OrgId org = request.org();
        Reporter reporter = reporters.require(request, org);
        if (!request.contentType().equals(FlowReport.MEDIA_TYPE)) {
            throw Problem.of(415, "media-type", "A report of flows is " + FlowReport.MEDIA_TYPE + ".")
                    .refuse();
        }
        byte[] bytes = request.body(FlowReport.MAX_BYTES);
        FlowReport report;
        try {
            SignedStatement signed = SignedStatement.parse(FlowReport.MEDIA_TYPE, bytes);
            if (signed.verify(VerificationKey.of(reporter.key())) instanceof Verdict.Invalid invalid) {
                throw Problem.of(
                                403,
                                invalid.reason().code(),
                                "The report is not signed by the device that sends it.",
                                invalid.detail())
                        .refuse();
            }
            report = FlowReport.parse(signed.payload());
        } catch (MalformedException e) {
            throw Problem.of(400, "malformed-statement", "The report cannot be read.", e.reason() + " at " + e.path())
                    .refuse();
        }
        shell.<NetworkStore, Integer>run(
                org,
                tx -> new SqlNetworkStore(tx, org),
                store -> FlowDesk.take(reporter.device(), report, store, clock.instant()));
        return Response.of(204);
    }

    private Response list(Request request) {
        OrgId org = request.org();
        List<FlowTables.Seen> all = database.read(tx -> new SqlNetworkStore(tx, org).flows(LISTED_MOST));
        return Response.json(
                Map.of("devices", all.stream().map(FlowsDoor::shown).toList()));
    }

    static Map<String, Object> shown(FlowTables.Seen seen) {
        FlowsSeen flows = seen.told().seen();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("device", seen.device().value());
        one.put("reporter", flows.reporter());
        one.put("at", seen.told().at());
        one.put("refusedPackets", flows.refused());
        one.put("refused", flows.flows());
        one.put("more", flows.more());
        one.put("used", flows.used());
        return one;
    }
}
