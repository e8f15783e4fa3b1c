package dev.muster.server.network;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.FlowDesk;
import dev.muster.core.network.FlowsSeen;
import dev.muster.core.network.NetworkStore;
import dev.muster.core.network.RulesChanged;
import dev.muster.format.network.flows.FlowReport;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.devices.SignedReports;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What packet filters saw. {@code POST /devices/{org}/flows} on the devices' listener takes a {@link FlowReport} in a COSE_Sign1 by
 * the enrolled key of the device whose filter it is; {@code GET /api/v1/{org}/network/flows} says what was seen of each device,
 * those that were refused most first.
 */
final class FlowsDoor {
    private static final int LISTED_MOST = 500;

    private final SignedReports reports;
    private final Database database;
    private final Shell shell;
    private final InstantSource clock;

    FlowsDoor(SignedReports reports, Database database, Shell shell, InstantSource clock) {
        this.reports = reports;
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
        SignedReports.Signed<FlowReport> told =
                reports.take(request, FlowReport.MEDIA_TYPE, FlowReport.MAX_BYTES, FlowReport::parse);
        shell.<NetworkStore, Integer>run(
                org,
                tx -> new SqlNetworkStore(tx, org),
                store -> FlowDesk.take(told.device(), told.report(), store, clock.instant()));
        return Response.of(204);
    }

    private Response list(Request request) {
        OrgId org = request.org();
        return database.read(tx -> {
            SqlNetworkStore store = new SqlNetworkStore(tx, org);
            return Response.json(Map.of(
                    "devices",
                    store.flows(LISTED_MOST).stream().map(FlowsDoor::shown).toList(),
                    "changed",
                    store.changed(LISTED_MOST).stream().map(FlowsDoor::changed).toList()));
        });
    }

    private static Map<String, Object> changed(ChangedTable.Said one) {
        RulesChanged said = one.told().said();
        return Map.of(
                "device", one.device().value(),
                "at", one.told().at(),
                "count", said.count(),
                "last", said.last(),
                "what", said.what());
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
        one.put("otherTls", flows.otherTls());
        return one;
    }
}
