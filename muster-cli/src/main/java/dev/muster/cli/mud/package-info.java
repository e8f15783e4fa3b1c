/**
 * {@code muster mud}: checks, compiles and compares MUD files (RFC 8520) offline.
 *
 * <p>Not done: learning from live traffic: a capture is made with the tools that are there for it.
 */
@NullMarked
package dev.muster.cli.mud;

import org.jspecify.annotations.NullMarked;
