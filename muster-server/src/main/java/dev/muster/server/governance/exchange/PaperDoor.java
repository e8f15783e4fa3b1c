package dev.muster.server.governance.exchange;

import dev.muster.core.governance.Instance;
import dev.muster.core.governance.MaintenanceProfile;
import dev.muster.core.governance.Workflows;
import dev.muster.core.governance.exchange.ExchangeStore;
import dev.muster.core.governance.exchange.MakerDesk;
import dev.muster.core.governance.exchange.OperatorDesk;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.exchange.Content;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.json.JsonException;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Accepts;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Papers, for the people of both sides (console listener).
 *
 * <pre>
 * POST /api/v1/{org}/exchange/papers/{document}           publishes the bytes of an approved document
 * GET  /api/v1/{org}/exchange/papers                      what is published, and how it stands
 * POST /api/v1/{org}/exchange/makers/{id}/ask             asks a maker now; {taken, known, refused}
 * GET  /api/v1/{org}/exchange/received                    papers of makers, {@code ?maker=}
 * GET  /api/v1/{org}/exchange/received/{maker}/{item}     the bytes of one
 * POST /api/v1/{org}/exchange/received/{maker}/{item}/read  tells the maker that we read it
 * POST /api/v1/{org}/exchange/makers/{id}/letters         {case?, kind?, about?, text}: sends a case that is a letter,
 *                                                         or feedback
 * </pre>
 */
final class PaperDoor {
    private final Database database;
    private final Ledger ledger;
    private final OperatorDesk desk;
    private final MakerClient makers;
    private final InstantSource clock;

    PaperDoor(Database database, Ledger ledger, OperatorDesk desk, MakerClient makers, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.desk = desk;
        this.makers = makers;
        this.clock = clock;
    }

    record LetterBody(
            @Nullable String kind,
            @Nullable String about,
            String text,
            @Nullable String thread) {}

    void addTo(Routes routes) {
        String base = "/api/v1/{org}/exchange";
        routes.post(base + "/papers/{document}", Need.WRITE, Accepts.upTo(MakerClient.PAPER_BYTES_MOST), this::publish)
                .get(base + "/papers", Need.READ, this::published)
                .post(base + "/makers/{id}/ask", Need.WRITE, this::ask)
                .get(base + "/received", Need.READ, this::received)
                .get(base + "/received/{maker}/{item}", Need.READ, this::bytes)
                .post(base + "/received/{maker}/{item}/read", Need.WRITE, this::read)
                .post(base + "/makers/{id}/letters", Need.WRITE, this::letter);
    }

    private Response publish(Request request) {
        OrgId org = request.org();
        byte[] content = request.body(MakerClient.PAPER_BYTES_MOST);
        String mediaType = request.contentType();
        if (content.length == 0 || !mediaType.matches("[a-z0-9.+-]{1,64}/[a-z0-9.+-]{1,128}")) {
            throw Problem.of(400, "paper-invalid", "A paper has bytes and a media type.")
                    .refuse();
        }
        readable(mediaType, content);
        String digest = HexFormat.of().formatHex(Sha256.of(content));
        MakerDesk.Publishing answer = ledger.shell()
                .<SqlExchange, MakerDesk.Publishing>run(org, tx -> new SqlExchange(tx, org), store -> {
                    Decision<MakerDesk.Publishing> decision = MakerDesk.publish(
                            request.parameter("document"),
                            mediaType,
                            digest,
                            content.length,
                            request.caller().name(),
                            store,
                            clock.instant());
                    // With the entry that names them or not at all: nothing is kept for what was refused.
                    if (!(decision.answer() instanceof MakerDesk.Publishing.Refused)) {
                        store.keep(digest, content);
                    }
                    return decision;
                });
        if (answer instanceof MakerDesk.Publishing.Refused refused) {
            throw Problem.refused(refused, "This was not published.").refuse();
        }
        return Response.json(201, Map.of("document", request.parameter("document"), "digest", digest));
    }

    /** What programs of customers will read is read here first. */
    private static void readable(String mediaType, byte[] content) {
        if (mediaType.equals(MaintenanceProfile.MEDIA_TYPE)) {
            try {
                MaintenanceProfile.read(content);
            } catch (JsonException e) {
                throw Problem.of(
                                400, "paper-invalid", "This is no maintenance profile.", e.reason() + " at " + e.path())
                        .refuse();
            }
        }
    }

    private Response published(Request request) {
        OrgId org = request.org();
        return Response.json(Map.of(
                "papers",
                database.<List<ExchangeStore.Published>>read(tx -> new SqlExchange(tx, org).published()).stream()
                        .map(paper -> Map.of(
                                "document", paper.document().id(),
                                "state", paper.document().state(),
                                "topic", paper.document().fields().getOrDefault("topic", ""),
                                "product", paper.document().fields().getOrDefault("product", ""),
                                "title", paper.document().fields().getOrDefault("title", ""),
                                "digest", paper.digest(),
                                "size", paper.size()))
                        .toList()));
    }

    private ExchangeStore.Maker maker(OrgId org, String id) {
        return database.<Optional<ExchangeStore.Maker>>read(tx -> new SqlExchange(tx, org).maker(id))
                .orElseThrow(() -> Problem.of(404, "maker-unknown", "There is no maker " + id + ".")
                        .refuse());
    }

    private Response ask(Request request) {
        return Response.json(makers.ask(request.org(), maker(request.org(), request.parameter("id"))));
    }

    private Response received(Request request) {
        OrgId org = request.org();
        String maker = request.query("maker").orElse("");
        return Response.json(Map.of(
                "papers",
                database.<List<ExchangeStore.Received>>read(tx -> new SqlExchange(tx, org).received(maker)).stream()
                        .map(PaperLine::of)
                        .toList()));
    }

    private Response bytes(Request request) {
        OrgId org = request.org();
        ExchangeStore.Received paper = paper(org, request);
        byte[] content = database.<Optional<byte[]>>read(tx -> new SqlExchange(tx, org)
                        .bytes(HexFormat.of().formatHex(paper.paper().digest())))
                .orElseThrow(() -> Problem.notFound().refuse());
        // A maker's bytes are a file to keep, never a page of this server.
        return Response.ok("application/octet-stream", content)
                .with(
                        "content-disposition",
                        "attachment; filename=\"" + paper.paper().item() + "\"");
    }

    private ExchangeStore.Received paper(OrgId org, Request request) {
        return database.<Optional<ExchangeStore.Received>>read(
                        tx -> new SqlExchange(tx, org).received(request.parameter("maker"), request.parameter("item")))
                .orElseThrow(() -> Problem.of(404, "paper-unknown", "No such paper has come.")
                        .refuse());
    }

    private Response read(Request request) {
        OrgId org = request.org();
        ExchangeStore.Received paper = paper(org, request);
        makers.send(
                org,
                maker(org, paper.maker()),
                new Content.Receipt(
                        paper.paper().item(),
                        paper.paper().sequence(),
                        request.caller().name()),
                1);
        return Response.of(204);
    }

    private Response letter(Request request) {
        OrgId org = request.org();
        ExchangeStore.Maker maker = maker(org, request.parameter("id"));
        LetterBody body = request.json(LetterBody.class);
        String thread = body.thread() == null ? "" : body.thread();
        if (body.text().isBlank() || body.text().length() > Workflows.MAX_REASON_CHARS) {
            throw Problem.of(400, "text-invalid", "A letter has a text of up to 2000 characters.")
                    .refuse();
        }
        boolean feedback = "feedback".equals(body.kind());
        Content.Letter letter = feedback
                ? new Content.Letter(thread, "feedback", body.about() == null ? "documents" : body.about(), body.text())
                : database.<Optional<Instance>>read(tx -> new SqlExchange(tx, org).find("case", thread))
                        .flatMap(record -> OperatorDesk.letter(record, body.text()))
                        .orElseThrow(() -> Problem.of(
                                        409,
                                        "case-conflict",
                                        "There is no case " + thread + " that is triaged and a letter to a maker.")
                                .refuse());
        byte[] statement = makers.sign(org, maker, letter);
        makers.send(maker, statement, 1);
        if (!feedback
                && ledger.shell()
                                .<ExchangeStore, Workflows.Answer>run(
                                        org,
                                        tx -> new SqlExchange(tx, org),
                                        store -> desk.sent(
                                                maker,
                                                thread,
                                                request.caller().name(),
                                                statement,
                                                store,
                                                clock.instant()))
                        instanceof Workflows.Answer.Refused refused) {
            throw Problem.refused(refused, "It was sent, and the case moved meanwhile.")
                    .refuse();
        }
        return Response.of(204);
    }
}
