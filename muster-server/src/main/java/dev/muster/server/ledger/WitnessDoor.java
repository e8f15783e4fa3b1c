package dev.muster.server.ledger;

import dev.muster.core.ledger.HeadReports;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Witnessing;
import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.AddCheckpoint;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogName;
import dev.muster.ledger.witness.Cosigners;
import dev.muster.ledger.witness.Witness;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The witness of each organisation (C2SP tlog-witness 1.0.0), and where others show heads of our logs that they saw. */
public final class WitnessDoor {
    private static final String SIZE = "text/x.tlog.size";

    private final Ledger ledger;
    private final Witness witness;
    private final Cosigners cosigners;

    public WitnessDoor(Ledger ledger, Witness witness, Cosigners cosigners) {
        this.ledger = ledger;
        this.witness = witness;
        this.cosigners = cosigners;
    }

    /** On the listener for people and other services. */
    public Routes addTo(Routes routes) {
        return routes.post("/witness/{org}/add-checkpoint", Need.NOTHING, this::addCheckpoint)
                .get(
                        "/witness/{org}/checkpoint",
                        Need.NOTHING,
                        request -> last(request, request.query("origin").orElse("")))
                .get(
                        "/witness/{org}/{origin}/checkpoint",
                        Need.NOTHING,
                        request -> last(request, request.parameter("origin")))
                .get(
                        "/api/v1/{org}/witness",
                        Need.READ,
                        request -> Response.json(
                                Map.of("key", witness.key(request.org()).vkey())))
                .post("/api/v1/{org}/witness/logs", Need.WRITE, this::addLog)
                .post("/api/v1/{org}/log/{log}/heads", Need.READ, this::seen);
    }

    private Response addCheckpoint(Request request) {
        OrgId org = request.org();
        if (!ledger.exists(org)) {
            throw Problem.notFound().refuse();
        }
        AddCheckpoint asked;
        Witness.Answered answered;
        try {
            asked = AddCheckpoint.parse(request.body(SignedNote.MAX_BYTES));
            answered = witness.answer(org, asked);
        } catch (MalformedException malformed) {
            throw Problem.of(400, "malformed-checkpoint", "The request cannot be read.", malformed.reason())
                    .refuse();
        }
        return switch (answered.answer()) {
            case Witnessing.Answer.Cosign cosigned ->
                Response.text(answered.cosignature().orElseThrow().line());
            case Witnessing.Answer.UnknownLog unknown -> Response.of(404);
            case Witnessing.Answer.BadSignature bad -> Response.of(403);
            case Witnessing.Answer.BadRequest bad -> Response.of(400);
            case Witnessing.Answer.OtherSize other ->
                Response.of(409, SIZE, (other.known() + "\n").getBytes(StandardCharsets.US_ASCII));
            case Witnessing.Answer.NotConsistent forked -> Response.of(422);
        };
    }

    /**
     * The head that this witness cosigned last, so that a log that lost it can see its own signature.
     *
     * @param origin of the log, or the SHA-256 of that in hexadecimal
     */
    private Response last(Request request, String origin) {
        OrgId org = request.org();
        return ledger.exists(org)
                ? witness.last(org, origin)
                        .map(note -> Response.ok(Response.TEXT, note.encode()).with("Cache-Control", "no-cache"))
                        .orElseThrow(() -> Problem.notFound().refuse())
                : Response.of(404);
    }

    /**
     * A log to witness.
     *
     * @param key vkey of its checkpoints
     */
    public record LogBody(String key) {}

    private Response addLog(Request request) {
        try {
            witness.add(
                    request.org(),
                    NoteKey.parse(request.json(LogBody.class).key()),
                    request.caller().name());
            return Response.of(204);
        } catch (MalformedException malformed) {
            throw Problem.of(400, "malformed-key", "The key cannot be read.", malformed.reason())
                    .refuse();
        }
    }

    private Response seen(Request request) {
        LogId log;
        try {
            log = new LogId(request.org(), LogName.parse(request.parameter("log")));
        } catch (IllegalArgumentException unknown) {
            throw Problem.notFound().refuse();
        }
        HeadReports.Answer answer = cosigners.seen(log, request.caller().name(), request.body(SignedNote.MAX_BYTES));
        return Response.json(Map.of("answer", answer.name()));
    }
}
