package dev.muster.server.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Artifact;
import dev.muster.core.update.Rollout;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.Target;
import dev.muster.core.update.UpdateStore;
import dev.muster.core.update.WaveCount;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The API for rollouts and drills. */
public final class RolloutsDoor {
    /** Rollouts that one answer lists. */
    private static final int MOST_LISTED = 200;

    /** Devices that the answer about one rollout lists. */
    private static final int MOST_TARGETS = 2000;

    private final ArtifactStore artifacts;
    private final Database database;
    private final Shell shell;
    private final InstantSource clock;

    public RolloutsDoor(ArtifactStore artifacts, Database database, Shell shell, InstantSource clock) {
        this.artifacts = artifacts;
        this.database = database;
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for people. */
    public Routes addTo(Routes routes) {
        return routes.post("/api/v1/{org}/rollouts", Need.WRITE, this::start)
                .get("/api/v1/{org}/rollouts", Need.READ, this::list)
                .get("/api/v1/{org}/rollouts/{id}", Need.READ, this::show)
                .post("/api/v1/{org}/rollouts/{id}/pause", Need.WRITE, request -> change(request, Rollouts::pause))
                .post("/api/v1/{org}/rollouts/{id}/resume", Need.WRITE, request -> change(request, Rollouts::resume))
                .post("/api/v1/{org}/rollouts/{id}/stop", Need.WRITE, request -> change(request, Rollouts::stop))
                .post("/api/v1/{org}/drills", Need.WRITE, this::drill);
    }

    /** What to roll out and how; whatever is absent is as in {@link RolloutPlan#STANDARD}. */
    public record StartBody(
            String release,
            @Nullable Integer canary,
            @Nullable List<Integer> steps,
            @Nullable Integer mostFailedPercent,
            @Nullable Integer leastUpdatedPercent,
            @Nullable Long deadlineSeconds) {
        RolloutPlan plan() {
            RolloutPlan standard = RolloutPlan.STANDARD;
            return new RolloutPlan(
                    canary == null ? standard.canary() : canary,
                    steps == null ? standard.steps() : steps,
                    mostFailedPercent == null ? standard.mostFailedPercent() : mostFailedPercent,
                    leastUpdatedPercent == null ? standard.leastUpdatedPercent() : leastUpdatedPercent,
                    deadlineSeconds == null ? standard.deadline() : Duration.ofSeconds(deadlineSeconds));
        }
    }

    private Response start(Request request) {
        StartBody body = request.json(StartBody.class);
        RolloutPlan plan;
        try {
            plan = body.plan();
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "bad-plan", "A rollout cannot proceed like that.", String.valueOf(e.getMessage()))
                    .refuse();
        }
        return answer(
                201,
                run(
                        Doors.org(request),
                        known -> Rollouts.start(
                                body.release(), plan, request.caller().name(), known, clock.instant())));
    }

    private interface Change {
        Decision<Rollouts.Answer> of(String id, String by, UpdateStore known, Instant now);
    }

    private Response change(Request request, Change change) {
        String id = request.parameter("id");
        return answer(
                200,
                run(Doors.org(request), known -> change.of(id, request.caller().name(), known, clock.instant())));
    }

    /** Asks one device to install one uploaded envelope, to see what it does. */
    public record DrillBody(String device, String envelope) {}

    private Response drill(Request request) {
        OrgId org = Doors.org(request);
        DrillBody body = request.json(DrillBody.class);
        DeviceId device = Doors.device(body.device());
        Path file = artifacts
                .find(org, body.envelope())
                .orElseThrow(() -> Problem.of(404, "artifact-unknown", "Upload the envelope as an artifact first.")
                        .refuse());
        Artifact envelope = new Artifact(body.envelope(), size(file));
        return answer(
                201,
                run(
                        org,
                        known -> Rollouts.drill(
                                device,
                                envelope,
                                ArtifactDoor.path(org, envelope.sha256()),
                                request.caller().name(),
                                known,
                                clock.instant())));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Rollouts.Answer run(OrgId org, Function<UpdateStore, Decision<Rollouts.Answer>> desk) {
        return shell.<UpdateStore, Rollouts.Answer>run(org, tx -> new SqlUpdateStore(tx, org), desk);
    }

    private static Response answer(int status, Rollouts.Answer answer) {
        return switch (answer) {
            case Rollouts.Answer.Done done ->
                Response.json(
                        status,
                        Map.of("id", done.rollout(), "state", done.state().word()));
            case Rollouts.Answer.Refused refused -> throw Doors.refused(refused.refusal());
        };
    }

    /** A rollout as the API shows it. */
    public record RolloutView(
            String id,
            String release,
            String product,
            String version,
            String state,
            String reason,
            int wave,
            int lastWave,
            WaveCount waveCount,
            WaveCount count,
            int devices) {
        static RolloutView of(Rollout rollout, UpdateStore known) {
            return new RolloutView(
                    rollout.id(),
                    rollout.release().id(),
                    rollout.release().product().value(),
                    rollout.release().version(),
                    rollout.state().word(),
                    rollout.reason(),
                    rollout.wave(),
                    rollout.plan().lastWave(),
                    known.count(rollout.id(), rollout.wave()),
                    known.count(rollout.id()),
                    known.devices(rollout.release().product()));
        }
    }

    /** A device in a rollout, as the API shows it. */
    public record TargetView(String device, int wave, String state, String attestedVersion, String complaint) {
        static TargetView of(Target target) {
            return new TargetView(
                    target.device().value(),
                    target.wave(),
                    target.state().word(),
                    target.attestedVersion(),
                    target.complaint()
                            .map(complaint -> complaint.reason() + ": " + complaint.detail())
                            .orElse(""));
        }
    }

    /** A rollout with its devices, at most {@value #MOST_TARGETS}. */
    public record RolloutDetail(RolloutView rollout, List<TargetView> targets) {}

    private Response list(Request request) {
        OrgId org = Doors.org(request);
        return Response.json(database.read(tx -> {
            SqlUpdateStore known = new SqlUpdateStore(tx, org);
            return known.rollouts(MOST_LISTED).stream()
                    .map(rollout -> RolloutView.of(rollout, known))
                    .toList();
        }));
    }

    private Response show(Request request) {
        OrgId org = Doors.org(request);
        String id = request.parameter("id");
        return Response.json(database.read(tx -> {
            SqlUpdateStore known = new SqlUpdateStore(tx, org);
            Rollout rollout =
                    known.rollout(id).orElseThrow(() -> Problem.notFound().refuse());
            return new RolloutDetail(
                    RolloutView.of(rollout, known),
                    known.targets(id, MOST_TARGETS).stream().map(TargetView::of).toList());
        }));
    }
}
