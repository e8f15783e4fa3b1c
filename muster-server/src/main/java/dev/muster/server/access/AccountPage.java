package dev.muster.server.access;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.web.Act;
import dev.muster.server.web.Address;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** {@code /o/{org}/account}: who one is here, what one signs in with, and who else may. */
final class AccountPage {
    private static final String PLACE = "account";

    private final Database database;
    private final InstantSource clock;
    private final Contributions contributions;

    AccountPage(Database database, InstantSource clock, Contributions contributions) {
        this.database = database;
        this.clock = clock;
        this.contributions = contributions;
    }

    void addTo(Routes routes) {
        routes.get("/o/{org}/account", Need.READ, this::show);
    }

    private Response show(Request request) {
        OrgId org = request.org();
        Instant now = clock.instant();
        String operator = PasskeyDoor.Oneself.of(request);
        List<PasskeyRow> keys = database.read(tx -> PasskeyRow.of(tx, org, operator));
        List<OperatorRow> operators = database.read(tx -> OperatorRow.of(tx, org, now));
        Frame frame = Frame.now("Account", request, contributions, PLACE);
        return Response.html(frame.render(
                el("h1", "You are " + operator), passkeys(org, keys, now), everybody(org, operator, operators)));
    }

    private static Html.Node passkeys(OrgId org, List<PasskeyRow> keys, Instant now) {
        Html.Node known = keys.isEmpty()
                ? el("p", "You have none yet: the next time you sign in, somebody has to make a link for you.")
                : el(
                        "table",
                        el("thead", el("tr", head("Name"), head("Added"), head("Last used"), head("Remove"))),
                        el("tbody", Html.each(keys, key -> row(org, key, now))));
        return el(
                "section",
                attr("class", "panel"),
                el("h2", "Passkeys"),
                el(
                        "p",
                        "A passkey stays in your device or your security key. The server keeps its public half, so"
                                + " there is nothing to steal here that signs anybody in."),
                known,
                el(
                        "form",
                        attr("class", "act"),
                        attr("data-passkey-add", "/o/" + org.value() + "/passkeys"),
                        el("label", attr("for", "passkey-name"), text("Name of the device or key")),
                        el(
                                "input",
                                attr("id", "passkey-name"),
                                attr("name", "name"),
                                attr("type", "text"),
                                attr("required", ""),
                                attr("maxlength", "64"),
                                attr("autocomplete", "off")),
                        el("button", "Add a passkey")),
                el("p", attr("class", "outcome"), attr("role", "status"), text("")));
    }

    private static Html.Node head(String text) {
        return el("th", attr("scope", "col"), text(text));
    }

    private static Html.Node row(OrgId org, PasskeyRow key, Instant now) {
        return el(
                "tr",
                el("td", key.name()),
                el("td", Shown.time(key.addedAt(), now)),
                el("td", key.usedAt().map(at -> Shown.time(at, now)).orElse(text("never"))),
                el(
                        "td",
                        el(
                                "button",
                                attr("type", "button"),
                                attr(
                                        "data-delete",
                                        "/api/v1/" + org.value() + "/passkeys/" + Address.segment(key.credential())),
                                attr("aria-label", "Remove " + key.name()),
                                text("Remove"))));
    }

    private static Html.Node everybody(OrgId org, String oneself, List<OperatorRow> operators) {
        return el(
                "section",
                attr("class", "panel"),
                el("h2", "Who may work here"),
                el(
                        "table",
                        el(
                                "thead",
                                el("tr", head("Operator"), head("Role"), head("Browsers"), head("Tokens"), head(""))),
                        el("tbody", Html.each(operators, one -> row(org, oneself, one)))));
    }

    private static Html.Node row(OrgId org, String oneself, OperatorRow one) {
        Html.Node end = one.sessions() == 0
                ? text("")
                : Act.button(
                        one.operator().equals(oneself) ? "Sign me out everywhere" : "Sign out everywhere",
                        "/api/v1/" + org.value() + "/operators/" + Address.segment(one.operator()) + "/end-sessions",
                        "{}");
        return el(
                "tr",
                el("td", one.operator()),
                el("td", one.role().toLowerCase(java.util.Locale.ROOT)),
                el("td", Long.toString(one.sessions())),
                el("td", Integer.toString(one.tokens().size())),
                el("td", end));
    }
}
