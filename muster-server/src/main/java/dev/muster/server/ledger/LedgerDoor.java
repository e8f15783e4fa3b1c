package dev.muster.server.ledger;

import dev.muster.core.ledger.EntryProof;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.TrustAnchor;
import dev.muster.format.HowFar;
import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.export.ExportedEntry;
import dev.muster.ledger.fsck.LedgerReports;
import dev.muster.ledger.statements.ProofFile;
import dev.muster.ledger.statements.Registration;
import dev.muster.ledger.statements.StatementQuery;
import dev.muster.ledger.statements.StatementRow;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogName;
import dev.muster.server.http.Need;
import dev.muster.server.http.OneAtATime;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ledger for operators and auditors. */
public final class LedgerDoor {
    private static final int MAX_STATEMENTS = 1000;

    private final Ledger ledger;
    private final Statements statements;
    private final OneAtATime heavy;
    private final Function<OrgId, Map<String, Object>> verdicts;

    /**
     * @param heavy what reads everything, one at a time
     * @param verdicts gives every verdict again
     */
    public LedgerDoor(
            Ledger ledger, Statements statements, OneAtATime heavy, Function<OrgId, Map<String, Object>> verdicts) {
        this.verdicts = verdicts;
        this.heavy = heavy;
        this.ledger = ledger;
        this.statements = statements;
    }

    /** On the listener for people. */
    public Routes addTo(Routes routes) {
        return routes.get("/api/v1/{org}/log", Need.READ, this::identity)
                .get("/api/v1/{org}/log/{log}/checkpoint", Need.READ, request -> note(fresh(request)))
                .get("/api/v1/{org}/log/{log}/proof/{index}", Need.READ, this::proof)
                .get("/api/v1/{org}/log/{log}/consistency", Need.READ, this::consistency)
                .post("/api/v1/{org}/log/fsck", Need.READ, this::fsck)
                .post("/api/v1/{org}/log/replay", Need.READ, this::replay)
                .get("/api/v1/{org}/log/export", Need.READ, this::export)
                .get("/api/v1/{org}/log/followers", Need.READ, request -> Response.json(followers(request.org())))
                .get("/api/v1/{org}/statements", Need.READ, this::list)
                .post("/api/v1/{org}/trust-anchors", Need.WRITE, this::trust);
    }

    private Response identity(Request request) {
        OrgId org = request.org();
        return Response.json(Map.of(
                "record", log(LogId.record(org)),
                "statement", log(LogId.statements(org)),
                "receiptKey", HexFormat.of().formatHex(ledger.receiptKey(org).encode()),
                "issuer", ledger.identity(org).issuer()));
    }

    private Map<String, Object> log(LogId log) {
        return Map.of(
                "size", ledger.size(log),
                "origin", ledger.noteKey(log).name(),
                "key", ledger.noteKey(log).vkey());
    }

    private byte[] fresh(Request request) {
        return ledger.publish(logId(request)).encode();
    }

    private static Response note(byte[] bytes) {
        return Response.ok(Response.TEXT, bytes).with("Cache-Control", "no-cache");
    }

    private Response proof(Request request) {
        LogId log = logId(request);
        long index = index(request.parameter("index"));
        EntryProof proof = inRange(() -> new ProofFile(ledger, statements).of(log, index));
        return Response.ok(Response.TEXT, proof.encode());
    }

    private Response consistency(Request request) {
        LogId log = logId(request);
        long newSize = request.query("new", ledger.size(log), 0, Long.MAX_VALUE);
        long oldSize = request.query("old", newSize, 0, Long.MAX_VALUE);
        return Response.json(Map.of(
                "old", oldSize,
                "new", newSize,
                "path",
                        inRange(() -> ledger.consistency(log, oldSize, newSize)).path().stream()
                                .map(HexFormat.of()::formatHex)
                                .toList()));
    }

    private Response fsck(Request request) {
        return heavy.run(
                request.org(), "check", () -> Response.json(LedgerReports.fsck(ledger, request.org(), HowFar.UNASKED)));
    }

    private Response replay(Request request) {
        OrgId org = request.org();
        return heavy.run(
                org,
                "replay",
                () -> Response.json(
                        VerdictReplays.beside(LedgerReports.replay(ledger, org, HowFar.UNASKED), verdicts.apply(org))));
    }

    /** Entries from {@code from} on as a CBOR sequence (RFC 8742) of {@link ExportedEntry}s; empty at the end. */
    private Response export(Request request) {
        OrgId org = request.org();
        long from = request.query("from", 0, 0, Long.MAX_VALUE);
        java.io.ByteArrayOutputStream sequence = new java.io.ByteArrayOutputStream();
        for (ExportedEntry entry : ExportedEntry.page(ledger, org, from)) {
            sequence.writeBytes(entry.encode());
        }
        return Response.ok("application/cbor-seq", sequence.toByteArray());
    }

    private List<Map<String, Object>> followers(OrgId org) {
        return ledger.followers(org).stream()
                .map(status -> Map.<String, Object>of(
                        "name", status.name(),
                        "next", status.next(),
                        "size", status.size(),
                        "failures", status.failures(),
                        "lastError", status.lastError().orElse("")))
                .toList();
    }

    private Response list(Request request) {
        OrgId org = request.org();
        List<StatementRow> rows = statements.list(
                org,
                new StatementQuery(
                        request.query("issuer").filter(text -> !text.isEmpty()),
                        request.query("subject").filter(text -> !text.isEmpty()),
                        request.query("type").filter(text -> !text.isEmpty()),
                        request.time("since"),
                        request.time("asOf"),
                        request.query("from", 0, 0, Long.MAX_VALUE),
                        request.query("newest").filter("true"::equals).isPresent(),
                        (int) request.query("limit", MAX_STATEMENTS, 1, MAX_STATEMENTS)));
        return Response.json(Map.of("statements", rows));
    }

    /**
     * A trust anchor.
     *
     * @param id stable name
     * @param pem PUBLIC KEY or CERTIFICATE
     * @param issuers it may speak for; a trailing {@code *} stands for every ending
     * @param contentTypes it may sign; empty for all
     * @param kid name that statements call the key by, base64url; null for its thumbprint (RFC 9679)
     */
    public record AnchorBody(
            String id,
            String pem,
            List<String> issuers,
            List<String> contentTypes,
            @Nullable String kid) {}

    private Response trust(Request request) {
        OrgId org = request.org();
        AnchorBody body = request.json(AnchorBody.class);
        TrustAnchor anchor;
        try {
            boolean certificate = body.pem().contains("CERTIFICATE");
            byte[] der = Pem.first(body.pem(), certificate ? "CERTIFICATE" : "PUBLIC KEY");
            anchor = new TrustAnchor(
                    body.id(),
                    certificate ? TrustAnchor.Kind.CERTIFICATE : TrustAnchor.Kind.KEY,
                    certificate
                            ? der
                            : named(CoseKey.of(Keys.publicKey(der)), body.kid()).encode(),
                    body.issuers(),
                    body.contentTypes(),
                    true);
        } catch (MalformedException | CryptoException | IllegalArgumentException bad) {
            throw Problem.of(
                            400,
                            "malformed-anchor",
                            "The trust anchor cannot be used.",
                            String.valueOf(bad.getMessage()))
                    .refuse();
        }
        return switch (statements.trust(org, anchor)) {
            case Registration.Registered done ->
                Response.json(201, Map.of("index", done.index(), "digest", done.digest()));
            case Registration.Refused refused ->
                throw Problem.of(
                                Refusing.Kind.UNACCEPTABLE,
                                refused.reason().code(),
                                "The trust anchor was not registered.",
                                refused.detail())
                        .refuse();
        };
    }

    private static CoseKey named(CoseKey key, @Nullable String kid) {
        if (kid == null) {
            return key;
        }
        CborMapBuilder named = Cbor.map();
        key.map().entries().stream()
                .filter(entry -> !entry.key().equals(Cbor.of(CoseKey.KID)))
                .forEach(entry -> named.put(entry.key(), entry.value()));
        return new CoseKey(
                named.put(CoseKey.KID, Base64.getUrlDecoder().decode(kid)).build());
    }

    private static <T> T inRange(Supplier<T> question) {
        try {
            return question.get();
        } catch (IndexOutOfBoundsException beyond) {
            throw Problem.of(404, "not-in-log", "The log does not hold that.", String.valueOf(beyond.getMessage()))
                    .refuse();
        }
    }

    private static long index(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw Problem.notFound().refuse();
        }
    }

    private static LogId logId(Request request) {
        try {
            return new LogId(request.org(), LogName.parse(request.parameter("log")));
        } catch (IllegalArgumentException unknown) {
            throw Problem.notFound().refuse();
        }
    }
}
