package dev.muster.server.console;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import java.util.Optional;

/** What a person sees instead of a page: what went wrong in words, what to name when asking about it, and a way back. */
final class ErrorPage {
    private ErrorPage() {}

    /** For a browser that goes somewhere; programs get nothing from here. */
    static Optional<Response> form(Problem problem, Request request) {
        return request.asksForPage()
                ? Optional.of(Response.html(problem.status(), page(problem, request.correlationId())))
                : Optional.empty();
    }

    private static String page(Problem problem, String correlationId) {
        return Frame.bare(problem.title())
                .render(
                        el("h1", problem.title()),
                        problem.detail().isEmpty()
                                ? Html.Node.NOTHING
                                : el("p", attr("class", "panel bad"), text(problem.detail())),
                        el("p", advice(problem.status())),
                        el("p", el("a", attr("href", "/"), text("Go to the fleet"))),
                        el(
                                "p",
                                attr("class", "quiet"),
                                text("Status " + problem.status() + ", "),
                                el("code", problem.code()),
                                text(". Who looks after this server finds the request in its log as "),
                                el("code", correlationId),
                                text(".")));
    }

    private static String advice(int status) {
        return switch (status) {
            case 403 -> "Nothing was done. Ask an administrator of your organisation when it should be allowed.";
            case 404 -> "The address is wrong, the thing was never here, or it belongs to another organisation.";
            case 409 ->
                "Nothing was done: it has changed meanwhile, or it is not possible now. Go back and look again.";
            case 429, 503 -> "Nothing was done. Try again in a moment.";
            default -> status >= 500 ? "It is not your fault. Try again later." : "Nothing was done.";
        };
    }
}
