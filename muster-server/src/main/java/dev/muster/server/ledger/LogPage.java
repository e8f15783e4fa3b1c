package dev.muster.server.ledger;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.witness.LedgerHealth;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.web.Address;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Told;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The ledger for people: whether it is whole, the keys that prove it, and its entries, the newest first. */
final class LogPage {
    private static final String PLACE = "log";

    /** Entries on a page. */
    private static final int LINES = 50;

    private final Ledger ledger;
    private final LedgerHealth health;
    private final EntryFacts facts;
    private final Contributions contributions;
    private final InstantSource clock;

    LogPage(Ledger ledger, LedgerHealth health, EntryFacts facts, Contributions contributions, InstantSource clock) {
        this.ledger = ledger;
        this.health = health;
        this.facts = facts;
        this.contributions = contributions.place(Contributions.Area.TRUST, "Trust and log", PLACE);
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.get("/o/{org}/log", Need.READ, this::show);
    }

    private Response show(Request request) {
        OrgId org = request.org();
        Optional<Instant> asOf = request.time("asOf");
        String type = request.query("type").orElse("").strip();
        String subject = request.query("subject").orElse("").strip();
        List<Entry> found = ledger.entries(org, query(request, type, subject));
        Frame frame = new Frame("Trust and log", org.value(), asOf, contributions.places(), PLACE);
        Address here = Address.of("/o/" + org + "/log")
                .with("type", type)
                .with("subject", subject)
                .with("asOf", asOf.map(Instant::toString).orElse(""));
        return Response.html(frame.render(
                el("h1", sentence(org)),
                troubles(org),
                keys(org),
                search(type, subject, here),
                entries(org, found, here, asOf.orElseGet(clock::instant))));
    }

    private EntryQuery query(Request request, String type, String subject) {
        EntryQuery query = EntryQuery.all().fallingOrder().limit(LINES + 1);
        if (!type.isEmpty()) {
            query = query.type(type);
        }
        if (!subject.isEmpty()) {
            query = query.subject(named(subject));
        }
        if (request.query("before").isPresent()) {
            query = query.until(request.query("before", 0, 0, Long.MAX_VALUE));
        }
        return request.time("asOf").map(query::knownAt).orElse(query);
    }

    /** What has no kind is a device: that is what people look for. */
    private static Subject named(String text) {
        try {
            return text.contains("/") ? Subject.parse(text) : Subject.device(text);
        } catch (IllegalArgumentException nobody) {
            return Subject.device("-");
        }
    }

    private String sentence(OrgId org) {
        long size = ledger.size(LogId.record(org));
        return size
                + (size == 1 ? " entry" : " entries")
                + switch (health.state(org)) {
                    case "ok" -> "; the ledger is whole";
                    case "refused" -> "; the ledger contradicts itself, nothing is appended";
                    default -> "; the ledger needs you";
                };
    }

    private Html.Node troubles(OrgId org) {
        List<String> troubles = health.troubles(org);
        return troubles.isEmpty()
                ? Html.Node.NOTHING
                : el(
                        "section",
                        attr("class", "panel bad"),
                        attr("role", "alert"),
                        el("ul", Html.each(troubles, trouble -> el("li", trouble))));
    }

    private Html.Node keys(OrgId org) {
        return el(
                "details",
                el("summary", "Keys, and how to check it without this server"),
                el(
                        "dl",
                        el("dt", "Record"),
                        el("dd", el("code", ledger.noteKey(LogId.record(org)).vkey())),
                        el("dt", "Statements, public"),
                        el(
                                "dd",
                                el("code", ledger.noteKey(LogId.statements(org)).vkey())),
                        el("dt", "Issuer of receipts"),
                        el("dd", el("code", ledger.identity(org).issuer()))),
                el(
                        "p",
                        attr("class", "next"),
                        text("Everything again from its bytes: muster log fsck, muster log replay")));
    }

    private static Html.Node search(String type, String subject, Address here) {
        return el(
                "form",
                attr("class", "filter"),
                attr("method", "get"),
                el("label", attr("for", "subject"), text("About")),
                field("subject", subject, "cam-01 or product/acme-cam"),
                el("label", attr("for", "type"), text("Type")),
                field("type", type, "devices. or response.quarantined"),
                here.hidden("subject", "type"),
                el("button", "Find"));
    }

    private static Html.Node field(String name, String value, String example) {
        return el(
                "input",
                attr("id", name),
                attr("name", name),
                attr("type", "search"),
                attr("value", value),
                attr("placeholder", example));
    }

    private Html.Node entries(OrgId org, List<Entry> found, Address here, Instant now) {
        List<Entry> shown = found.subList(0, Math.min(LINES, found.size()));
        if (shown.isEmpty()) {
            return el("p", "No entry is like that.");
        }
        return el(
                "section",
                el("ol", attr("class", "timeline"), Html.each(shown, entry -> line(org, entry, now))),
                found.size() > LINES
                        ? el(
                                "nav",
                                attr("class", "pages"),
                                attr("aria-label", "Entries"),
                                el(
                                        "a",
                                        attr(
                                                "href",
                                                here.with(
                                                                "before",
                                                                Long.toString(shown.getLast()
                                                                        .index()))
                                                        .toString()),
                                        text("Older")))
                        : Html.Node.NOTHING);
    }

    private Html.Node line(OrgId org, Entry entry, Instant now) {
        return el(
                "li",
                Shown.time(entry.receivedAt(), now),
                text(" "),
                el(
                        "strong",
                        entry.subject().kind().equals("device")
                                ? entry.subject().id()
                                : entry.subject().text()),
                text(": "),
                el("span", contributions.sentence(new Told(entry, facts.event(entry)))),
                text(" "),
                el(
                        "a",
                        attr("class", "entry"),
                        attr("href", "/o/" + org + "/entries/" + entry.index()),
                        text("entry " + entry.index())));
    }
}
