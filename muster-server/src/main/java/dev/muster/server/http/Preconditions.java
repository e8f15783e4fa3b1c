package dev.muster.server.http;

import java.util.Arrays;

/** What a client has already, by the entity tag of what it would be answered (RFC 9110 §13). */
final class Preconditions {
    private Preconditions() {}

    /** Whether the client has exactly this already: 304 (RFC 9110 §13.1.2, weak comparison). */
    static boolean hasIt(Request request, Response response) {
        String tag = response.headers().getOrDefault("etag", "");
        return isRead(request, response)
                && !tag.isEmpty()
                && request.header("if-none-match")
                        .filter(given -> given.strip().equals("*")
                                || Arrays.stream(given.split(",", -1))
                                        .map(one -> one.strip().replaceFirst("^W/", ""))
                                        .anyMatch(tag::equals))
                        .isPresent();
    }

    /** Whether a range continues what the client has: without If-Range it says so by asking (RFC 9110 §13.1.5). */
    static boolean continuesIt(Request request, Response response) {
        String tag = response.headers().getOrDefault("etag", "");
        // A date is no strong validator of ours: the whole file, as the RFC says for one that does not match.
        return request.header("if-range")
                .map(given -> !tag.isEmpty() && given.strip().equals(tag))
                .orElse(true);
    }

    private static boolean isRead(Request request, Response response) {
        return response.status() == 200
                && (request.method().equals("GET") || request.method().equals("HEAD"));
    }
}
