package dev.muster.server.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Artifact;
import dev.muster.core.update.Firmness;
import dev.muster.core.update.Rollout;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.Terms;
import dev.muster.core.update.UpdateStore;
import dev.muster.core.update.Window;
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
import java.util.Optional;
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
                .post("/api/v1/{org}/rollouts/{id}/stop", Need.WRITE, this::stop)
                .post("/api/v1/{org}/rollouts/{id}/again", Need.WRITE, this::again)
                .post("/api/v1/{org}/drills", Need.WRITE, this::drill);
    }

    /** What to roll out and how; whatever is absent is as in {@link RolloutPlan#STANDARD}. */
    public record StartBody(
            String release,
            @Nullable Integer canary,
            @Nullable List<Integer> steps,
            @Nullable Integer mostFailedPercent,
            @Nullable Integer leastUpdatedPercent,
            @Nullable Integer leastAnsweredPercent,
            @Nullable Long deadlineSeconds,
            @Nullable Long proofSeconds,
            @Nullable Boolean ongoing,
            @Nullable Boolean acceptClaims,
            @Nullable String firmness,
            @Nullable String window,
            @Nullable Integer mostAtOnce,
            @Nullable String risk,
            @Nullable Long mostBytesPerHour,
            @Nullable String group) {
        RolloutPlan plan() {
            RolloutPlan standard = RolloutPlan.STANDARD;
            RolloutPlan.Limits limits = new RolloutPlan.Limits(
                    or(mostFailedPercent, standard.limits().mostFailed()),
                    or(leastUpdatedPercent, standard.limits().leastUpdated()),
                    or(leastAnsweredPercent, standard.limits().leastAnswered()));
            return new RolloutPlan(
                    or(canary, standard.canary()),
                    or(steps, standard.steps()),
                    limits,
                    Duration.ofSeconds(or(deadlineSeconds, standard.deadline().toSeconds())),
                    Duration.ofSeconds(or(proofSeconds, standard.proof().toSeconds())),
                    or(ongoing, standard.ongoing()),
                    or(acceptClaims, standard.acceptsClaims()),
                    terms());
        }

        private Terms terms() {
            Firmness firm = Firmness.ofWord(or(firmness, Firmness.FORCED.word()))
                    .orElseThrow(() -> new IllegalArgumentException("firmness: forced, soft or download-only"));
            String to = or(group, "");
            RolloutGroup.of(to);
            return new Terms(
                    firm,
                    Optional.ofNullable(window).map(Window::parse),
                    or(mostAtOnce, 0),
                    or(risk, ""),
                    or(mostBytesPerHour, 0L),
                    to);
        }

        private static <T> T or(@Nullable T asked, T standard) {
            return asked == null ? standard : asked;
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
                        request.org(),
                        known -> Rollouts.start(
                                body.release(), plan, request.caller().name(), known, clock.instant())));
    }

    private Response stop(Request request) {
        return change(
                request,
                (id, why, by, known, now) -> id.equals("all")
                        ? Rollouts.stopAll(why, by, known, now)
                        : Rollouts.stop(id, why, by, known, now));
    }

    private interface Change {
        Decision<Rollouts.Answer> of(String id, String why, String by, UpdateStore known, Instant now);
    }

    /** @param reason why, for the record; the whole body may be absent */
    public record ReasonBody(@Nullable String reason) {
        private static final int MOST_CHARS = 500;

        static String of(Request request) {
            String given = request.body().length == 0
                    ? null
                    : request.json(ReasonBody.class).reason();
            if (given != null && given.length() > MOST_CHARS) {
                throw Problem.of(400, "bad-reason", "A reason has at most " + MOST_CHARS + " characters.")
                        .refuse();
            }
            return given == null ? "" : given;
        }
    }

    private Response change(Request request, Change change) {
        String id = request.parameter("id");
        String why = ReasonBody.of(request);
        return answer(
                200,
                run(request.org(), known -> change.of(id, why, request.caller().name(), known, clock.instant())));
    }

    /** Whom to offer the release once more: one device, or all that lost it or never got it. */
    public record AgainBody(@Nullable String device) {}

    private Response again(Request request) {
        OrgId org = request.org();
        AgainBody body = request.json(AgainBody.class);
        Optional<DeviceId> device = Optional.ofNullable(body.device()).map(Doors::device);
        String id = request.parameter("id");
        return answer(
                200,
                run(
                        org,
                        known -> Rollouts.again(
                                id,
                                device,
                                artifact -> ArtifactDoor.path(org, artifact.sha256()),
                                request.caller().name(),
                                known,
                                clock.instant())));
    }

    /** Asks one device to install one uploaded envelope, to see what it does. */
    public record DrillBody(String device, String envelope) {}

    private Response drill(Request request) {
        OrgId org = request.org();
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
            case Rollouts.Answer.Offered offered ->
                Response.json(
                        status,
                        Map.of(
                                "id",
                                offered.rollout(),
                                "devices",
                                offered.devices().stream().map(DeviceId::value).toList()));
            case Rollouts.Answer.Refused refused -> throw Doors.refused(refused.refusal());
        };
    }

    /** A rollout with its devices, at most {@value #MOST_TARGETS}. */
    public record RolloutDetail(RolloutView rollout, List<TargetView> targets) {}

    private Response list(Request request) {
        OrgId org = request.org();
        return Response.json(database.read(tx -> {
            SqlUpdateStore known = new SqlUpdateStore(tx, org);
            return known.rollouts(MOST_LISTED).stream()
                    .map(rollout -> RolloutView.of(rollout, known, clock.instant()))
                    .toList();
        }));
    }

    private Response show(Request request) {
        OrgId org = request.org();
        String id = request.parameter("id");
        return Response.json(database.read(tx -> {
            SqlUpdateStore known = new SqlUpdateStore(tx, org);
            Rollout rollout =
                    known.rollout(id).orElseThrow(() -> Problem.notFound().refuse());
            return new RolloutDetail(
                    RolloutView.of(rollout, known, clock.instant()),
                    known.targets(id, MOST_TARGETS).stream().map(TargetView::of).toList());
        }));
    }
}
