/**
 * Ground: HTTP (RFC 9110, RFC 9112, RFC 9113) over TLS on two listeners, hidden behind four nouns: {@link
 * dev.muster.server.http.Routes}, {@link dev.muster.server.http.Request}, {@link dev.muster.server.http.Response}, {@link
 * dev.muster.server.http.Problem} (RFC 9457). Only this package knows the engine (Jetty core).
 *
 * <p>Nobody holds a thread by being slow: bodies are gathered, answers written and event streams kept open as the peer
 * allows, within {@link dev.muster.server.http.HttpLimits}; a handler is called when the body is there, and may block for
 * as long as its own work takes. {@link dev.muster.server.http.Peer} is what doors know of the other end, whatever
 * carries it. Every response carries {@code x-correlation-id} and strict security
 * headers. A handler refuses by throwing {@link dev.muster.server.http.Refused}; malformed bytes of any format become
 * 400 with the path to the fault.
 *
 * <p>Who may call a route is said where the route is made ({@link dev.muster.server.http.Need}) and decided by the {@link
 * dev.muster.server.http.Gate} that the wiring hands in. The device listener passes client certificates through
 * unjudged: the handshake proves that the peer holds the key, the door decides whether it means anything.
 *
 * <p>Not done: HTTP/3, compression, multipart, several ranges in one request (answered with the whole file, as RFC 9110
 * §14.2 allows).
 */
@NullMarked
package dev.muster.server.http;

import org.jspecify.annotations.NullMarked;
