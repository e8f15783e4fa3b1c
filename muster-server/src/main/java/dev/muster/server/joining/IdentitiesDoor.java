package dev.muster.server.joining;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import java.util.List;
import java.util.Map;

/**
 * Which device it is that a label, a list or another system names: by its maker's number, its UUID, or its name here. {@code
 * GET /api/v1/{org}/joining/identities?is=WORD}.
 */
final class IdentitiesDoor {
    /** Longer than any serial number that a certificate may have. */
    private static final int MAX_CHARS = 128;

    private final Database database;

    IdentitiesDoor(Database database) {
        this.database = database;
    }

    void addTo(Routes console) {
        console.get("/api/v1/{org}/joining/identities", Need.READ, this::find);
    }

    private Response find(Request request) {
        OrgId org = request.org();
        String word = request.query("is").orElse("").strip();
        if (word.isEmpty() || word.length() > MAX_CHARS) {
            throw Problem.of(400, "word-missing", "Say whom: ?is= a serial number, a UUID or a device.")
                    .refuse();
        }
        List<SqlJoiningStore.Known> found = database.read(tx -> new SqlJoiningStore(tx, org).identities(word));
        return Response.json(Map.of("identities", found));
    }

    /** The same on a page. */
    static Html.Node section(Tx tx, OrgId org, String asked, Frame frame) {
        String word = asked.strip();
        List<SqlJoiningStore.Known> found =
                word.isEmpty() || word.length() > MAX_CHARS ? List.of() : new SqlJoiningStore(tx, org).identities(word);
        return Html.all(List.of(
                el("h2", "Who is it?"),
                el(
                        "form",
                        attr("class", "filter"),
                        attr("method", "get"),
                        attr("role", "search"),
                        frame.to(JoiningPage.PLACE).hidden("is"),
                        el("label", attr("for", "is"), text("Serial number, UUID or device")),
                        el("input", attr("id", "is"), attr("name", "is"), attr("type", "search"), attr("value", word)),
                        el("button", "Find")),
                word.isEmpty()
                        ? Html.Node.NOTHING
                        : found.isEmpty()
                                ? el("p", "No device that has joined is called so.")
                                : Html.all(found.stream()
                                        .map(each -> line(frame, each))
                                        .toList())));
    }

    private static Html.Node line(Frame frame, SqlJoiningStore.Known each) {
        return el(
                "p",
                el("a", attr("href", frame.to("devices/" + each.device()).toString()), text(each.device())),
                text(": " + each.model() + " of " + each.maker() + ", number " + each.serial() + ", UUID "
                        + each.uuid()));
    }
}
