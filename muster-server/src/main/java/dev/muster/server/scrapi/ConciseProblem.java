package dev.muster.server.scrapi;

import dev.muster.format.cbor.Cbor;
import dev.muster.ledger.statements.Registration;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import java.util.Arrays;
import java.util.Optional;

/**
 * Problem details in CBOR (RFC 9290 §2).
 *
 * @param status HTTP status
 * @param title one of the titles of the draft where it has one
 * @param detail in words
 */
record ConciseProblem(int status, String title, String detail) {
    static final String MEDIA_TYPE = "application/concise-problem-details+cbor";

    private static final long TITLE = -1;
    private static final long DETAIL = -2;

    static ConciseProblem malformed(String detail) {
        return new ConciseProblem(400, "Malformed request", detail);
    }

    static ConciseProblem notFound(String detail) {
        return new ConciseProblem(404, "Not Found", detail);
    }

    static ConciseProblem of(Registration.Refused refused) {
        String title = switch (refused.reason()) {
            case ALGORITHM -> "Bad Signature Algorithm";
            case PAYLOAD_MISSING -> "Payload Missing";
            default -> "Rejected";
        };
        return new ConciseProblem(400, title, refused.reason().code() + ": " + refused.detail());
    }

    /** The same for what was refused before it came to the door: no route, another method, a body that is too large. */
    static Optional<Response> form(Problem problem, Request request) {
        boolean ours = Arrays.stream(ScrapiDoor.Polling.values())
                .anyMatch(polling -> request.path().startsWith(polling.prefix()));
        return ours
                ? Optional.of(new ConciseProblem(
                                problem.status(),
                                problem.status() == 413 ? "Rejected" : problem.title(),
                                problem.detail().isEmpty() ? problem.code() : problem.detail())
                        .response())
                : Optional.empty();
    }

    Response response() {
        byte[] body = Cbor.map().put(TITLE, title).put(DETAIL, detail).build().encoded();
        return Response.of(status, MEDIA_TYPE, body);
    }
}
