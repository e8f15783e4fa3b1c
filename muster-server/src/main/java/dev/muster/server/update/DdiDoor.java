package dev.muster.server.update;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.update.DdiDesk;
import dev.muster.core.update.DdiFeedback;
import dev.muster.core.update.DdiStore;
import dev.muster.core.update.Firmness;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * hawkBit's device API (DDI v1), so that SWUpdate, rauc-hawkbit-updater and Zephyr clients connect as they are: polling,
 * deploymentBase, cancelAction, configData and their feedback. {@code closed/success} is the device's word.
 *
 * <p>A poll and progress read only; an entry is written for the last word about an offer, for an answer to its cancelling, and
 * for attributes that are new.
 */
public final class DdiDoor {
    private static final String BASE = "/{org}/controller/v1/{device}";

    /** Clients replace their own interval by this one. */
    private static final String SLEEP = "00:05:00";

    /** SWUpdate sends its whole log in one message. */
    private static final int FEEDBACK_BYTES = 256 * 1024;

    private static final int ATTRIBUTES_BYTES = 32 * 1024;

    private final DdiAccess access;
    private final ArtifactStore artifacts;
    private final Database database;
    private final Shell shell;
    private final InstantSource clock;

    DdiDoor(DdiAccess access, ArtifactStore artifacts, Database database, Shell shell, InstantSource clock) {
        this.access = access;
        this.artifacts = artifacts;
        this.database = database;
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for devices. */
    public Routes addTo(Routes routes) {
        return routes.get(BASE, Need.NOTHING, this::poll)
                .get(
                        BASE + "/deploymentBase/{action}",
                        Need.NOTHING,
                        r -> deployment(r, action -> action.glance().offered(clock.instant())))
                .get(
                        BASE + "/installedBase/{action}",
                        Need.NOTHING,
                        r -> deployment(r, action -> action.glance().said()))
                .post(BASE + "/deploymentBase/{action}/feedback", Need.NOTHING, r -> feedback(r, DdiDesk::feedback))
                .get(BASE + "/cancelAction/{action}", Need.NOTHING, this::cancel)
                .post(BASE + "/cancelAction/{action}/feedback", Need.NOTHING, r -> feedback(r, DdiDesk::cancelled))
                .put(BASE + "/configData", Need.NOTHING, this::attributes);
    }

    private Response poll(Request request) {
        DdiAccess.Client client = access.require(request, CertificateUse.ORDERS);
        Map<String, Object> links = new LinkedHashMap<>();
        if (client.standing().offered()) {
            database.read(tx -> new DdiRegister(tx, client.org()).glance(client.device()))
                    .ifPresent(action -> {
                        if (action.offered(clock.instant())) {
                            links.put("deploymentBase", link(request, "/deploymentBase/" + action.number()));
                        } else if (action.takenBack()) {
                            links.put("cancelAction", link(request, "/cancelAction/" + action.number()));
                        } else if (action.said()) {
                            links.put("installedBase", link(request, "/installedBase/" + action.number()));
                        } else if (action.returns()) {
                            run(client, known -> DdiDesk.back(client.device(), known, clock.instant()));
                        }
                    });
        }
        if (!client.standing().said()) {
            links.put("configData", link(request, "/configData"));
        }
        return Response.json(Map.of("config", Map.of("polling", Map.of("sleep", SLEEP)), "_links", links));
    }

    private static Map<String, Object> link(Request request, String below) {
        return Map.of("href", DdiArtifactDoor.base(request) + below);
    }

    private Response deployment(Request request, Predicate<DdiStore.Action> which) {
        DdiAccess.Client client = access.require(request, CertificateUse.ORDERS);
        DdiStore.Action action = action(client, request).filter(which).orElseThrow(DdiDoor::noAction);
        Firmness firmness = action.rollout().plan().terms().firmness();
        return Response.json(Map.of(
                "id",
                Long.toString(action.number()),
                "deployment",
                Map.of(
                        "download",
                        firmness == Firmness.SOFT ? "attempt" : "forced",
                        "update",
                        switch (firmness) {
                            case FORCED -> "forced";
                            case SOFT -> "attempt";
                            case DOWNLOAD_ONLY -> "skip";
                        },
                        "chunks",
                        List.of(Map.of(
                                "part",
                                "os",
                                "name",
                                action.release().product().value(),
                                "version",
                                action.release().version(),
                                "artifacts",
                                DdiArtifactDoor.list(artifacts, client.org(), action, request))))));
    }

    private Response cancel(Request request) {
        DdiAccess.Client client = access.require(request, CertificateUse.ORDERS);
        DdiStore.Action action =
                action(client, request).filter(one -> one.glance().takenBack()).orElseThrow(DdiDoor::noAction);
        // rauc-hawkbit-updater answers on the stopId, SWUpdate on the action's id: they are the same.
        String id = Long.toString(action.number());
        return Response.json(Map.of("id", id, "cancelAction", Map.of("stopId", id)));
    }

    private Optional<DdiStore.Action> action(DdiAccess.Client client, Request request) {
        long number = number(request);
        return database.read(tx ->
                new DdiRegister(tx, client.org()).action(client.device()).filter(action -> action.number() == number));
    }

    private static long number(Request request) {
        String text = request.parameter("action");
        if (!text.matches("[0-9]{1,18}")) {
            throw noAction();
        }
        return Long.parseLong(text);
    }

    private static Refused noAction() {
        return Problem.of(404, "action-unknown", "No such action for this device.")
                .refuse();
    }

    private interface Desk {
        Decision<DdiDesk.Answer> of(DeviceId device, long number, DdiFeedback said, DdiStore known, Instant now);
    }

    private Response feedback(Request request, Desk desk) {
        DdiAccess.Client client = access.require(request, CertificateUse.ORDERS);
        DdiFeedback said = said(Json.tree(request.body(FEEDBACK_BYTES)));
        long number = number(request);
        if (!said.last() && !said.execution().equals("downloaded")) {
            // Progress changes nothing: it is answered without a transaction.
            return action(client, request).map(action -> Response.of(200)).orElseThrow(DdiDoor::noAction);
        }
        return answer(run(client, known -> desk.of(client.device(), number, said, known, clock.instant())));
    }

    private static DdiFeedback said(JsonNode body) {
        JsonNode status = body.path("status");
        List<String> details = new ArrayList<>();
        status.path("details").forEach(line -> details.add(line.asString("")));
        return new DdiFeedback(
                status.path("execution").asString(""),
                status.path("result").path("finished").asString(""),
                details);
    }

    private Response attributes(Request request) {
        DdiAccess.Client client = access.require(request, CertificateUse.ORDERS);
        Map<String, String> attributes = new TreeMap<>();
        JsonNode body = Json.tree(request.body(ATTRIBUTES_BYTES));
        body.path("data")
                .properties()
                .forEach(one -> attributes.put(one.getKey(), one.getValue().asString("")));
        DdiDesk.Mode mode = DdiDesk.Mode.ofWord(body.path("mode").asString("merge"));
        return answer(
                run(client, known -> DdiDesk.attributes(client.device(), attributes, mode, known, clock.instant())));
    }

    private DdiDesk.Answer run(DdiAccess.Client client, Function<DdiStore, Decision<DdiDesk.Answer>> desk) {
        return shell.<DdiStore, DdiDesk.Answer>run(client.org(), tx -> new DdiRegister(tx, client.org()), desk);
    }

    private static Response answer(DdiDesk.Answer answer) {
        return switch (answer) {
            case DdiDesk.Answer.Done done -> Response.of(200);
            case DdiDesk.Answer.Gone gone ->
                throw Problem.of(410, "action-over", "This action ended before.")
                        .refuse();
            case DdiDesk.Answer.Refused refused -> throw Doors.refused(refused.refusal());
        };
    }
}
