package dev.muster.server.console;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.server.web.Address;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;

/** Signing in: a one-time link, confirmed by a button so that a link preview does not use it up. */
final class SignInPage {
    private SignInPage() {}

    /** @param failed reason code of a link that did not work; empty on the first visit */
    static String ask(String failed) {
        String why = switch (failed) {
            case "" -> "";
            case "link-used" -> "This link has been used already. A link works once.";
            case "link-expired" -> "This link is too old. A link works for 15 minutes.";
            default -> "This link does not work.";
        };
        return page().render(
                        el("h1", "Sign in"),
                        why.isEmpty() ? Html.Node.NOTHING : el("p", attr("class", "panel bad"), text(why)),
                        el(
                                "p",
                                el(
                                        "button",
                                        attr("type", "button"),
                                        attr("data-passkey-sign-in", "/passkey/sign-in"),
                                        text("Sign in with a passkey"))),
                        el("p", attr("class", "outcome"), attr("role", "status"), text("")),
                        el(
                                "p",
                                text("Muster has no passwords. Ask on the machine it runs on: the server prints a"
                                        + " one-time link when it starts, and an operator can make one for"
                                        + " you.")));
    }

    static String confirm(String secret) {
        return page().render(
                        el("h1", "Sign in"),
                        el("p", "This link signs this browser in, once."),
                        el(
                                "form",
                                attr("method", "post"),
                                attr("action", "/sign-in/" + Address.segment(secret)),
                                el("button", "Sign in")));
    }

    private static Frame page() {
        return Frame.bare("Sign in");
    }
}
