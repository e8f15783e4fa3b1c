package dev.muster.server.console;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.ledger.Actor;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Diagnostic;
import dev.muster.server.web.Address;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Decoded;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Told;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * One entry of the ledger: the sentence, who and when, the facts that follow, what is in it, and how to prove it.
 *
 * @param facts what it states
 */
record EntryPage(Frame frame, Told told, List<Fact> facts, Contributions contributions, Instant now) {
    /** A longer body is looked at by the command line. */
    private static final int TEXT_MOST = 60_000;

    static Html.Node link(Frame frame, long index) {
        return el(
                "a",
                attr("class", "entry"),
                attr("href", "/o/" + frame.org() + "/entries/" + index),
                text("entry " + index));
    }

    String render() {
        Entry entry = told.entry();
        return frame.render(
                el("nav", attr("aria-label", "Path"), subject(entry)),
                el("h1", contributions.sentence(told)),
                el(
                        "dl",
                        attr("class", "about"),
                        about("Entry", text(Long.toString(entry.index()))),
                        about("Type", text(entry.type())),
                        about("Received", Shown.time(entry.receivedAt(), now)),
                        about("True since", Shown.time(entry.effectiveAt(), now)),
                        about("Said by", text(entry.issuer())),
                        about("Made by", text(entry.actor().map(Actor::text).orElse("not written down then")))),
                stated(),
                told.event().map(Decoded::of).orElse(Html.Node.NOTHING),
                el(
                        "section",
                        el("h2", "As it is kept"),
                        el("pre", body(entry)),
                        el("p", text("SHA-256 over salt and body: "), el("code", hex(entry.digest()))),
                        el(
                                "p",
                                attr("class", "next"),
                                text("Prove it to anybody: muster log prove " + entry.index() + " --org " + frame.org()
                                        + " -o entry-" + entry.index() + ".txt"))));
    }

    private Html.Node subject(Entry entry) {
        boolean device = entry.subject().kind().equals("device");
        return device
                ? el(
                        "a",
                        attr(
                                "href",
                                "/o/" + frame.org() + "/devices/"
                                        + Address.segment(entry.subject().id())),
                        text(entry.subject().id()))
                : el("span", entry.subject().text());
    }

    private static Html.Node about(String name, Html.Node value) {
        return el("div", el("dt", name), el("dd", value));
    }

    private Html.Node stated() {
        if (facts.isEmpty()) {
            return Html.Node.NOTHING;
        }
        return el(
                "section",
                el("h2", "What follows from it"),
                el(
                        "dl",
                        attr("class", "about"),
                        Html.each(
                                facts,
                                fact -> el(
                                        "div",
                                        el("dt", text(fact.key() + " "), Shown.grade(fact)),
                                        el("dd", fact.value())))));
    }

    private static String body(Entry entry) {
        String all = bodyText(entry);
        return all.length() <= TEXT_MOST
                ? all
                : all.substring(0, TEXT_MOST) + "\n… and " + (all.length() - TEXT_MOST)
                        + " more characters: muster log show " + entry.index();
    }

    /** The event in CBOR diagnostic notation (RFC 8949 §8). */
    static String bodyText(Entry entry) {
        if (entry.body().isEmpty()) {
            return "erased; the digest remains";
        }
        try {
            return Diagnostic.print(entry.body().get());
        } catch (MalformedException e) {
            return "not readable: " + e.getMessage();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
