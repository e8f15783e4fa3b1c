package dev.muster.server.governance;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.governance.Instance;
import dev.muster.core.governance.SessionPapers;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.ledger.sql.Database;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions through the server: one call of a person after the other to the device's agent, and its replies back. The server
 * carries them and judges nothing: the agent asks for the grant and for the person's key as it does at its own socket, and
 * records what was done. Calls wait in a table, so that the two sides may be at different servers; a call that was answered
 * and read is forgotten.
 *
 * <pre>
 * POST /api/v1/{org}/governance/session/{id}/line        console: a call, as bytes, of the session's person; 202 {number}
 * GET  /api/v1/{org}/governance/session/{id}/line/{n}    console: the reply, as bytes; 204 while there is none
 * GET  /devices/{org}/sessions/{id}/line/{n}             devices: call n, as bytes; 204 while there is none
 * POST /devices/{org}/sessions/{id}/line/{n}             devices: its reply
 * </pre>
 */
final class LineDoor {
    private static final String BYTES = "application/octet-stream";

    private final Database database;
    private final DeviceAuthentication devices;
    private final InstantSource clock;

    LineDoor(Database database, DeviceAuthentication devices, InstantSource clock) {
        this.database = database;
        this.devices = devices;
        this.clock = clock;
    }

    void addTo(Routes console, Routes device) {
        String line = "/api/v1/{org}/governance/session/{id}/line";
        console.post(line, Need.WRITE, this::call).get(line + "/{n}", Need.WRITE, this::reply);
        device.get("/devices/{org}/sessions/{id}/line/{n}", Need.NOTHING, this::next)
                .post("/devices/{org}/sessions/{id}/line/{n}", Need.NOTHING, this::replied);
    }

    private Response call(Request request) {
        byte[] bytes = request.body(Call.MAX_LINE_BYTES);
        OrgId org = request.org();
        Instant now = clock.instant();
        int number = database.write(tx -> {
            Instance session = goingOn(mine(new SqlWorkflows(tx, org), request), now);
            return new SqlLine(tx, org, session.id())
                    .call(bytes, SessionPapers.windowEnd(session).orElse(now))
                    .orElseThrow(() -> Problem.of(409, "line-busy", "The device has not answered the last call yet.")
                            .refuse());
        });
        return Response.json(202, Map.of("number", number));
    }

    private Response reply(Request request) {
        OrgId org = request.org();
        Instant now = clock.instant();
        return database.read(tx -> {
            Instance session = mine(new SqlWorkflows(tx, org), request);
            Optional<byte[]> reply = new SqlLine(tx, org, session.id()).reply(number(request));
            if (reply.isEmpty()) {
                // The last reply may come with the end of the session: it is read after that.
                goingOn(session, now);
            }
            return answer(reply);
        });
    }

    private Response next(Request request) {
        OrgId org = request.org();
        String device =
                devices.require(request, org, CertificateUse.ORDERS).device().value();
        Instant now = clock.instant();
        return database.read(tx -> {
            Instance session = of(device, new SqlWorkflows(tx, org), request, now);
            return answer(new SqlLine(tx, org, session.id()).call(number(request)));
        });
    }

    private Response replied(Request request) {
        OrgId org = request.org();
        String device =
                devices.require(request, org, CertificateUse.ORDERS).device().value();
        byte[] bytes = request.body(Call.MAX_LINE_BYTES);
        Instant now = clock.instant();
        database.write(tx -> {
            Instance session = of(device, new SqlWorkflows(tx, org), request, now);
            new SqlLine(tx, org, session.id()).replied(number(request), bytes);
            return session;
        });
        return Response.of(204);
    }

    private static Response answer(Optional<byte[]> bytes) {
        return bytes.map(found -> Response.ok(BYTES, found).with("cache-control", "no-store"))
                .orElseGet(() -> Response.of(204));
    }

    /** The session, for the person who is in it and nobody else. */
    private static Instance mine(SqlWorkflows store, Request request) {
        Instance session = throughServer(store, request);
        if (!request.caller().name().equals(session.fields().get("person"))) {
            throw Problem.of(403, "person-other", "This is the session of another person.")
                    .refuse();
        }
        return session;
    }

    /** The session, for the device that it is about. */
    private static Instance of(String device, SqlWorkflows store, Request request, Instant now) {
        Instance session = throughServer(store, request);
        boolean its = store.find("work-order", session.fields().getOrDefault("work-order", ""))
                .filter(order -> device.equals(order.fields().get("device")))
                .isPresent();
        if (!its) {
            throw unknown(request);
        }
        return goingOn(session, now);
    }

    private static Instance throughServer(SqlWorkflows store, Request request) {
        return store.find("session", request.parameter("id"))
                .filter(SessionPapers::isThroughServer)
                .orElseThrow(() -> unknown(request));
    }

    private static Instance goingOn(Instance session, Instant now) {
        boolean goesOn = (session.state().equals("credential-issued")
                        || session.state().equals("open"))
                && SessionPapers.windowEnd(session).filter(now::isBefore).isPresent();
        if (!goesOn) {
            throw Problem.of(409, "session-over", "Session " + session.id() + " is " + session.state() + ".")
                    .refuse();
        }
        return session;
    }

    private static RuntimeException unknown(Request request) {
        return Problem.of(
                        404,
                        "record-unknown",
                        "There is no session " + request.parameter("id") + " through the server.")
                .refuse();
    }

    private static int number(Request request) {
        String text = request.parameter("n");
        if (!text.matches("[0-9]{1,6}")) {
            throw Problem.notFound().refuse();
        }
        return Integer.parseInt(text);
    }
}
