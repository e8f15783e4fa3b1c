package dev.muster.server.http;

import dev.muster.core.ledger.Refusing;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal as it goes over the wire (RFC 9457). The type URI is {@code urn:muster:problem:<code>}; the correlation id is
 * added when it is sent.
 *
 * @param status HTTP status, 400 to 599
 * @param code stable reason code, kebab-case; clients may switch on it
 * @param title one sentence for people
 * @param detail what exactly, may be empty
 * @param more further members, such as the path to the fault
 */
public record Problem(int status, String code, String title, String detail, Map<String, Object> more) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        more = Map.copyOf(more);
    }

    public static Problem of(int status, String code, String title) {
        return new Problem(status, code, title, "", Map.of());
    }

    public static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, Map.of());
    }

    /** What a desk refused: its own word and sentence, and the status of its kind. */
    public static Problem refused(Refusing why, String title) {
        return of(why.kind(), why.reason(), title, why.detail());
    }

    /** A refusal of this kind. */
    public static Problem of(Refusing.Kind kind, String code, String title, String detail) {
        return of(status(kind), code, title, detail);
    }

    /** The one place where kinds of refusals become statuses (RFC 9110 §15.5). */
    static int status(Refusing.Kind kind) {
        return switch (kind) {
            case ABSENT -> 404;
            case CONFLICT -> 409;
            case INVALID -> 400;
            case UNACCEPTABLE -> 422;
            case FORBIDDEN -> 403;
            case UNPROVEN -> 401;
            case BUSY -> 503;
        };
    }

    public static Problem notFound() {
        return of(404, "not-found", "There is nothing here.");
    }

    public Problem with(String member, Object value) {
        Map<String, Object> members = new LinkedHashMap<>(more);
        members.put(member, value);
        return new Problem(status, code, title, detail, members);
    }

    /** The exception that answers with this problem. */
    public Refused refuse() {
        return new Refused(this, Map.of());
    }

    /** The same with a header that belongs to the status, such as {@code retry-after}. */
    public Refused refuse(String header, String value) {
        return new Refused(this, Map.of(header, value));
    }

    Response toResponse(String correlationId) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "urn:muster:problem:" + code);
        members.put("title", title);
        members.put("status", status);
        if (!detail.isEmpty()) {
            members.put("detail", detail);
        }
        members.put("code", code);
        members.put("correlationId", correlationId);
        members.putAll(more);
        return Response.of(status, MEDIA_TYPE, Json.bytes(members));
    }
}
