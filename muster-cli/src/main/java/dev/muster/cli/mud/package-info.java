/**
 * {@code muster mud}: checks, compiles and compares MUD files (RFC 8520) offline.
 *
 * <p>Not done: learning a file from traffic.
 */
@NullMarked
package dev.muster.cli.mud;

import org.jspecify.annotations.NullMarked;
