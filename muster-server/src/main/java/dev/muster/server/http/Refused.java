package dev.muster.server.http;

import java.util.Map;

/** Thrown by a handler or gate to answer at once. Carries no stack trace: it is an answer, not a fault. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A problem, which becomes a response with the request's correlation id, or a response as it is. */
    private sealed interface Answer {
        record OfProblem(Problem problem, Map<String, String> headers) implements Answer {}

        record AsIs(Response response) implements Answer {}
    }

    private final transient Answer answer;

    Refused(Problem problem, Map<String, String> headers) {
        super(problem.code(), null, false, false);
        this.answer = new Answer.OfProblem(problem, headers);
    }

    /** For a browser that is sent elsewhere instead. */
    public Refused(Response response) {
        super("answered with " + response.status(), null, false, false);
        this.answer = new Answer.AsIs(response);
    }

    Response response(Request request) {
        return switch (answer) {
            case Answer.OfProblem(Problem problem, var headers) -> {
                Response response = Response.problem(problem, request);
                for (var header : headers.entrySet()) {
                    response = response.with(header.getKey(), header.getValue());
                }
                yield response;
            }
            case Answer.AsIs(Response response) -> response;
        };
    }
}
