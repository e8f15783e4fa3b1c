package dev.muster.server.network;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.MudDesk;
import dev.muster.core.network.MudTaken;
import dev.muster.core.network.NetworkStore;
import dev.muster.core.network.policy.MudPolicy;
import dev.muster.core.network.policy.PlainWords;
import dev.muster.format.cbor.RecordCodec;
import dev.muster.format.network.mud.MudException;
import dev.muster.format.network.mud.MudFile;
import dev.muster.format.network.mud.MudReader;
import dev.muster.format.network.mud.MudSignature;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.statements.Registration;
import dev.muster.ledger.statements.Statements;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makers' descriptions (console listener, JSON).
 *
 * <pre>
 * POST /api/v1/{org}/mud                    {url, file: base64, signature?: base64} a person brings one
 * POST /api/v1/{org}/mud/fetch              {url} asks the maker now
 * GET  /api/v1/{org}/mud                    {files: [...]}, {@code ?state=WAITING}
 * GET  /api/v1/{org}/mud/{digest}           one, with what it permits here in words and what is odd about it
 * POST /api/v1/{org}/mud/{digest}/approve   {reason}: one that waits takes its place; a statement says so
 * POST /api/v1/{org}/mud/{digest}/reject    {reason}
 * </pre>
 */
final class MudDoor {
    /** What a statement of an approval is. */
    static final String APPROVAL_TYPE = "application/vnd.muster.mud-approval+cbor";

    private static final int MAX_BODY_BYTES = 512 * 1024;
    private static final int LISTED = 500;

    private final Database database;
    private final Ledger ledger;
    private final Statements statements;
    private final MakerAuthorities authorities;
    private final Optional<MudFetcher> fetcher;
    private final InstantSource clock;

    MudDoor(
            Database database,
            Ledger ledger,
            Statements statements,
            MakerAuthorities authorities,
            Optional<MudFetcher> fetcher,
            InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.statements = statements;
        this.authorities = authorities;
        this.fetcher = fetcher;
        this.clock = clock;
    }

    record FileBody(String url, String file, @Nullable String signature) {}

    record UrlBody(String url) {}

    record ReasonBody(@Nullable String reason) {}

    /** Signed payload of an approval: what changed, by whom, and why. */
    record Approval(String url, String digest, String by, String reason, List<String> more) {
        Approval {
            more = List.copyOf(more);
        }
    }

    void addTo(Routes console) {
        String base = "/api/v1/{org}/mud";
        console.post(base, Need.WRITE, this::bring)
                .post(base + "/fetch", Need.WRITE, this::fetch)
                .get(base, Need.READ, this::list)
                .get(base + "/{digest}", Need.READ, this::show)
                .post(base + "/{digest}/approve", Need.WRITE, request -> answer(request, true))
                .post(base + "/{digest}/reject", Need.WRITE, request -> answer(request, false));
    }

    private Response bring(Request request) {
        OrgId org = request.org();
        FileBody body = Json.read(request.body(MAX_BODY_BYTES), FileBody.class);
        if (body.url() == null || body.file() == null) {
            throw Problem.of(400, "mud-unfit", "url and file are needed.").refuse();
        }
        byte[] bytes = base64(body.file());
        byte[] signature = body.signature() == null ? new byte[0] : base64(body.signature());
        MudFile file = read(bytes);
        Optional<MudDesk.Signed> signed =
                signature.length == 0 ? Optional.empty() : Optional.of(signed(org, bytes, signature));
        MudDesk.Candidate candidate = new MudDesk.Candidate(
                body.url(), bytes, file, signature, signed, request.caller().name());
        MudDesk.Answer answer = ledger.shell()
                .run(org, tx -> new SqlNetworkStore(tx, org), store -> MudDesk.take(candidate, store, clock.instant()));
        return told(answer, 201);
    }

    private MudDesk.Signed signed(OrgId org, byte[] bytes, byte[] signature) {
        return switch (MudSignature.verify(bytes, signature, authorities.of(org), Optional.empty(), clock.instant())) {
            case MudSignature.Verdict.Verified good -> MudFetcher.signed(good);
            case MudSignature.Verdict.Refused no ->
                throw Problem.of(409, "signature-" + no.reason(), "The signature does not hold.", no.detail())
                        .refuse();
        };
    }

    private Response fetch(Request request) {
        UrlBody body = Json.read(request.body(MAX_BODY_BYTES), UrlBody.class);
        if (fetcher.isEmpty() || body.url() == null) {
            throw Problem.of(
                            409,
                            "fetch-off",
                            "This server asks no makers, or no url was given.",
                            "see the setting network.fetch")
                    .refuse();
        }
        return told(fetcher.get().get(request.org(), body.url()), 200);
    }

    private static Response told(MudDesk.Answer answer, int status) {
        return switch (answer) {
            case MudDesk.Answer.InForce done ->
                Response.json(status, Map.of("digest", done.digest(), "state", NetworkStore.State.IN_FORCE));
            case MudDesk.Answer.Waits waits ->
                Response.json(
                        202,
                        Map.of(
                                "digest", waits.digest(),
                                "state", NetworkStore.State.WAITING,
                                "why", waits.why(),
                                "more", waits.more()));
            case MudDesk.Answer.Already already ->
                Response.json(Map.of("digest", already.digest(), "state", already.state()));
            case MudDesk.Answer.Rejected rejected ->
                Response.json(Map.of("digest", rejected.digest(), "state", NetworkStore.State.REJECTED));
            case MudDesk.Answer.Refused no ->
                throw Problem.refused(no, "This was not taken.").refuse();
        };
    }

    private Response list(Request request) {
        OrgId org = request.org();
        Optional<NetworkStore.State> state = request.query("state").map(MudDoor::state);
        List<NetworkStore.Kept> kept = database.read(tx -> new SqlNetworkStore(tx, org).kept(state, LISTED));
        return Response.json(Map.of("files", kept.stream().map(MudDoor::line).toList()));
    }

    private static NetworkStore.State state(String word) {
        try {
            return NetworkStore.State.valueOf(word);
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "bad-parameter", "A state is IN_FORCE, WAITING, REPLACED or REJECTED.")
                    .refuse();
        }
    }

    private Response show(Request request) {
        OrgId org = request.org();
        return database.read(tx -> {
            SqlNetworkStore store = new SqlNetworkStore(tx, org);
            NetworkStore.Kept kept = store.kept(request.parameter("digest"))
                    .orElseThrow(() -> Problem.notFound().refuse());
            MudFile file = read(kept.file().file());
            MudPolicy.Reading reading = MudPolicy.read(file, store.site());
            Map<String, Object> whole = line(kept);
            whole.put("file", Base64.getEncoder().encodeToString(kept.file().file()));
            whole.put(
                    "signature", Base64.getEncoder().encodeToString(kept.file().signature()));
            whole.put(
                    "permits",
                    reading.permitted().boxes().stream().map(PlainWords::line).toList());
            whole.put("unmet", reading.unmet());
            whole.put(
                    "findings",
                    file.findings().stream()
                            .map(f -> Map.of("code", f.code().word(), "path", f.path()))
                            .toList());
            return Response.json(whole);
        });
    }

    static Map<String, Object> line(NetworkStore.Kept kept) {
        MudTaken file = kept.file();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("url", kept.url());
        line.put("digest", file.digest());
        line.put("state", kept.state());
        line.put("signer", file.signer());
        line.put("from", file.from());
        line.put("by", kept.by());
        line.put("at", kept.at());
        line.put("fresh", file.fresh().toString());
        line.put("why", file.why());
        line.put("more", file.more());
        return line;
    }

    private Response answer(Request request, boolean approve) {
        OrgId org = request.org();
        byte[] body = request.body(MAX_BODY_BYTES);
        String given =
                body.length == 0 ? null : Json.read(body, ReasonBody.class).reason();
        String reason = given == null ? "" : given;
        String digest = request.parameter("digest");
        String by = request.caller().name();
        MudDesk.Answer answer = ledger.shell()
                .run(
                        org,
                        tx -> new SqlNetworkStore(tx, org),
                        store -> MudDesk.answer(digest, approve, by, reason, store, clock.instant()));
        if (!(answer instanceof MudDesk.Answer.InForce)) {
            return told(answer, 200);
        }
        NetworkStore.Kept kept =
                database.read(tx -> new SqlNetworkStore(tx, org).kept(digest)).orElseThrow();
        Approval approval =
                new Approval(kept.url(), digest, by, reason, kept.file().more());
        return switch (statements.registerOwn(
                org,
                "mud/" + kept.url(),
                APPROVAL_TYPE,
                RecordCodec.of(Approval.class).encode(approval))) {
            case Registration.Registered done ->
                Response.json(
                        Map.of("digest", digest, "state", NetworkStore.State.IN_FORCE, "statement", done.index()));
            case Registration.Refused no ->
                Response.json(Map.of(
                        "digest",
                        digest,
                        "state",
                        NetworkStore.State.IN_FORCE,
                        "statement-refused",
                        no.reason().code()));
        };
    }

    private static MudFile read(byte[] bytes) {
        try {
            return MudReader.read(bytes);
        } catch (MudException e) {
            throw Problem.of(400, "malformed", "This is no MUD file.", String.valueOf(e.getMessage()))
                    .refuse();
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "malformed", "file and signature are base64.").refuse();
        }
    }
}
