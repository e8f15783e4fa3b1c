package dev.muster.server.http;

import java.util.Optional;

/**
 * Another form of problems than RFC 9457, for those who read another one: pages for browsers, CBOR for protocols that say so.
 * It is asked also when no route or no room was found, and when a body is refused before its handler was called.
 */
@FunctionalInterface
public interface ProblemForm {
    /** Empty when this client at this path reads what everybody reads. The status must be the problem's. */
    Optional<Response> form(Problem problem, Request request);
}
