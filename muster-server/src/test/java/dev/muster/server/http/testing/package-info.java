/** A real HTTPS server on free loopback ports for door tests: {@link dev.muster.server.http.testing.TestServer}. */
@NullMarked
package dev.muster.server.http.testing;

import org.jspecify.annotations.NullMarked;
