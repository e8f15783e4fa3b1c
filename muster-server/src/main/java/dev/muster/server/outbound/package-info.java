/**
 * How this server asks others: without being led anywhere, with bounded bytes and time.
 *
 * <p>Specification: RFC 9112 (HTTP/1.1), as much of it as one request and its answer need; RFC 6890 for addresses.
 *
 * <p>Not done: HTTP/2, connections that are kept, proxies.
 */
@NullMarked
package dev.muster.server.outbound;

import org.jspecify.annotations.NullMarked;
