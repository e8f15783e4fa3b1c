/**
 * The one way to the guard: typed questions over a UNIX socket whose peer the kernel names (SO_PEERCRED). A question is four
 * bytes of length and a map of deterministic CBOR; an answer the same. There is no question that names a program, a path or
 * a command.
 *
 * <p>Not done: passing open files.
 */
@NullMarked
package dev.muster.guard.socket;

import org.jspecify.annotations.NullMarked;
