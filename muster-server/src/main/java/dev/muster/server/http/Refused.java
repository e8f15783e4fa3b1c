package dev.muster.server.http;

import java.util.Map;
import java.util.Optional;

/** Thrown by a handler or gate to answer at once. Carries no stack trace: it is an answer, not a fault. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A problem, which becomes a response with the request's correlation id, or a response as it is. */
    private sealed interface Answer {
        record OfProblem(Problem problem, Map<String, String> headers) implements Answer {}

        record AsIs(Response response, Optional<Problem> said) implements Answer {}
    }

    private final transient Answer answer;

    Refused(Problem problem, Map<String, String> headers) {
        super(problem.code(), null, false, false);
        this.answer = new Answer.OfProblem(problem, headers);
    }

    /** For a browser that is sent elsewhere instead. */
    public Refused(Response response) {
        super("answered with " + response.status(), null, false, false);
        this.answer = new Answer.AsIs(response, Optional.empty());
    }

    /** @param said what the response says, for a door that says it in another form */
    public Refused(Response response, Problem said) {
        super(said.code(), null, false, false);
        this.answer = new Answer.AsIs(response, Optional.of(said));
    }

    /** What is wrong; empty when somebody is only sent elsewhere. */
    public Optional<Problem> said() {
        return switch (answer) {
            case Answer.OfProblem(Problem problem, var _) -> Optional.of(problem);
            case Answer.AsIs(var _, Optional<Problem> problem) -> problem;
        };
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
            case Answer.AsIs(Response response, var _) -> response;
        };
    }
}
