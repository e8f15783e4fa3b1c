package dev.muster.server.ledger;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.TileId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.export.EntryBundles;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.witness.WitnessRounds;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;

/**
 * The static layout of C2SP tlog-tiles 0.1.0 for everybody who watches a statement log: {@code checkpoint}, {@code
 * tile/<L>/<N>[.p/<W>]} and {@code tile/entries/<N>[.p/<W>]} below {@code /log/{org}/statement/}. {@code
 * checkpoint.witnessed} is the largest head with enough cosignatures. The record is private: its tiles, which are
 * commitments, are for people of the organisation, and bundles of it there are none.
 */
public final class TilesDoor {
    private static final String BYTES = "application/octet-stream";
    private static final String ENTRIES = "entries/";
    private static final String FOR_EVERYBODY = "public, max-age=31536000, immutable";
    private static final String FOR_ONE = "private, max-age=31536000, immutable";

    private final Ledger ledger;
    private final WitnessRounds witnesses;

    public TilesDoor(Ledger ledger, WitnessRounds witnesses) {
        this.ledger = ledger;
        this.witnesses = witnesses;
    }

    /** On the listener for people and other services. */
    public Routes addTo(Routes routes) {
        return routes.get("/log/{org}/statement/checkpoint", Need.NOTHING, this::published)
                .get("/log/{org}/statement/checkpoint.witnessed", Need.NOTHING, this::witnessed)
                .get("/log/{org}/statement/tile/{path*}", Need.NOTHING, this::statementTile)
                .get("/log/{org}/record/tile/{path*}", Need.READ, this::recordTile);
    }

    private Response published(Request request) {
        return note(ledger.published(statements(request))
                .orElseThrow(() -> Problem.notFound().refuse()));
    }

    private Response witnessed(Request request) {
        return note(witnesses
                .witnessed(statements(request))
                .orElseThrow(() -> Problem.of(404, "not-witnessed", "No head of this log has enough cosignatures yet.")
                        .refuse())
                .encode());
    }

    private static Response note(byte[] bytes) {
        return Response.ok(Response.TEXT, bytes).with("Cache-Control", "no-cache");
    }

    private Response statementTile(Request request) {
        LogId log = statements(request);
        String path = request.parameter("path");
        byte[] found = path.startsWith(ENTRIES) ? bundle(log, path) : hashes(log, path);
        return Response.ok(BYTES, found).with("Cache-Control", FOR_EVERYBODY);
    }

    private Response recordTile(Request request) {
        LogId log = LogId.record(org(request));
        return Response.ok(BYTES, hashes(log, request.parameter("path"))).with("Cache-Control", FOR_ONE);
    }

    private byte[] hashes(LogId log, String path) {
        TileId tile;
        try {
            tile = TileId.parse("tile/" + path);
        } catch (MalformedException notATile) {
            throw Problem.notFound().refuse();
        }
        try {
            return ledger.tile(log, tile);
        } catch (IndexOutOfBoundsException beyond) {
            throw beyond(beyond);
        }
    }

    private byte[] bundle(LogId log, String path) {
        TileId tile;
        try {
            tile = TileId.parseEntries("tile/" + path);
        } catch (MalformedException notABundle) {
            throw Problem.notFound().refuse();
        }
        try {
            return new EntryBundles(ledger)
                    .bundle(log.org(), tile)
                    .orElseThrow(() -> Problem.of(
                                    410, "erased", "A statement of this bundle was erased; its leaf hash remains.")
                            .refuse());
        } catch (IndexOutOfBoundsException beyond) {
            throw beyond(beyond);
        }
    }

    private static RuntimeException beyond(IndexOutOfBoundsException beyond) {
        return Problem.of(404, "not-in-log", "The log does not hold that.", String.valueOf(beyond.getMessage()))
                .refuse();
    }

    private LogId statements(Request request) {
        return LogId.statements(org(request));
    }

    /** Only logs that have begun: a name that anybody may make up must not leave anything behind. */
    private OrgId org(Request request) {
        try {
            OrgId org = request.org();
            if (ledger.exists(org)) {
                return org;
            }
        } catch (IllegalArgumentException notASlug) {
            throw Problem.notFound().refuse();
        }
        throw Problem.notFound().refuse();
    }
}
