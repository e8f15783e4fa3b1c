package dev.muster.server.update;

import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.core.update.Artifact;
import dev.muster.core.update.ArtifactUploaded;
import dev.muster.core.update.DeviceClasses;
import dev.muster.core.update.ReleaseReading;
import dev.muster.core.update.Releases;
import dev.muster.core.update.UpdateStore;
import dev.muster.format.update.suit.SuitLimits;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Accepts;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The API for artifacts and releases. Keys and rollouts have their own: {@link ReleaseKeysDoor}, {@link RolloutsDoor}. */
public final class UpdateDoor {
    /** Releases that one answer lists. */
    private static final int MOST_LISTED = 200;

    private final ArtifactStore artifacts;
    private final ReleaseStatements statements;
    private final Database database;
    private final Shell shell;
    private final InstantSource clock;

    public UpdateDoor(
            ArtifactStore artifacts,
            ReleaseStatements statements,
            Database database,
            Shell shell,
            InstantSource clock) {
        this.artifacts = artifacts;
        this.statements = statements;
        this.database = database;
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for people. */
    public Routes addTo(Routes routes) {
        return routes.post(
                        "/api/v1/{org}/artifacts", Need.WRITE, Accepts.stream(ArtifactStore.MOST_BYTES), this::upload)
                .post("/api/v1/{org}/releases", Need.WRITE, Accepts.upTo(SuitLimits.ENVELOPE_BYTES), this::publish)
                .get("/api/v1/{org}/releases", Need.READ, this::list);
    }

    private Response upload(Request request) {
        OrgId org = request.org();
        return switch (put(org, request.bodyStream(ArtifactStore.MOST_BYTES))) {
            case ArtifactStore.Put.Stored stored -> {
                if (!stored.known()) {
                    uploaded(org, stored.artifact(), request.caller().name());
                }
                yield Response.json(stored.known() ? 200 : 201, stored.artifact());
            }
            case ArtifactStore.Put.OverQuota over -> throw overQuota(over);
        };
    }

    private void uploaded(OrgId org, Artifact artifact, String by) {
        Draft draft = new Draft(
                new Subject("artifact", artifact.sha256()),
                clock.instant(),
                by,
                new ArtifactUploaded(artifact.bytes()));
        shell.run(org, tx -> tx, _ -> Decision.of(true, draft));
    }

    private ArtifactStore.Put put(OrgId org, InputStream in) {
        try (in) {
            return artifacts.put(org, in, clock.instant());
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("no space left")) {
                throw Problem.of(507, "disk-full", "The disk of the server is full; nothing was kept.")
                        .refuse();
            }
            throw new UncheckedIOException(e);
        }
    }

    private static Refused overQuota(ArtifactStore.Put.OverQuota over) {
        return Problem.of(
                        507,
                        "quota",
                        "The organisation's artifacts would take more than " + over.quotaBytes() + " bytes.")
                .refuse();
    }

    /**
     * Body: the SUIT envelope. Query: {@code product}; {@code version} when the manifest's text has none; {@code waive} with
     * the reason why it is to be published although the analysis of its manifest finds something.
     */
    private Response publish(Request request) {
        OrgId org = request.org();
        ProductId product = Doors.product(request.query("product")
                .orElseThrow(() -> Problem.of(400, "bad-product", "Say which product: ?product=ID.")
                        .refuse()));
        Releases.Wanted wanted = new Releases.Wanted(
                product,
                request.query("version").orElse(""),
                request.query("waive").orElse(""));
        byte[] bytes = request.body(SuitLimits.ENVELOPE_BYTES);
        // Apart from the reading, which takes its time.
        List<UpdateStore.Signer> signers = database.read(tx -> new SqlUpdateStore(tx, org).signers(product));
        List<DeviceClasses.Reported> classes = database.read(tx -> new SqlUpdateStore(tx, org).deviceClasses(product));
        ReleaseReading reading = ReleaseReading.read(bytes, signers, classes);
        if (reading instanceof ReleaseReading.Good
                && put(org, new ByteArrayInputStream(bytes)) instanceof ArtifactStore.Put.OverQuota over) {
            throw overQuota(over);
        }
        if (reading instanceof ReleaseReading.Good good) {
            // What is published now is not taken away because it was uploaded long ago.
            good.artifacts().forEach(artifact -> artifacts.touch(org, artifact.sha256(), clock.instant()));
            artifacts.touch(org, good.envelope().sha256(), clock.instant());
        }
        Releases.Answer answer = shell.<UpdateStore, Releases.Answer>run(
                org,
                tx -> new SqlUpdateStore(tx, org),
                known -> Releases.publish(
                        wanted, reading, artifact -> artifacts.has(org, artifact), known, clock.instant()));
        return switch (answer) {
            case Releases.Answer.Published done -> published(201, org, done.id(), bytes);
            case Releases.Answer.Known known ->
                published(200, org, known.release().id(), bytes);
            case Releases.Answer.Refused refused ->
                throw Problem.refused(refused.refusal(), "The release was not published.")
                        .refuse();
        };
    }

    private Response published(int status, OrgId org, String id, byte[] envelope) {
        Map<String, Object> statement = statements.register(org, id, envelope);
        ReleaseView view = database.read(tx -> new SqlUpdateStore(tx, org)
                .release(id)
                .map(release -> ReleaseView.of(release, statement))
                .orElseThrow());
        return Response.json(status, view);
    }

    private Response list(Request request) {
        OrgId org = request.org();
        return Response.json(database.read(tx -> new SqlUpdateStore(tx, org)
                .releases(MOST_LISTED).stream()
                        .map(release -> ReleaseView.of(release, Map.of()))
                        .toList()));
    }
}
