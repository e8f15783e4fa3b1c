/**
 * Virtual devices: the agent's real code, real keys and real protocols over simulated hardware roots, many in one
 * process on virtual threads. Every one of them reports its strength as {@code simulated}.
 *
 * <p>Not done: simulated sensors, network conditions, clocks that drift.
 */
@NullMarked
package dev.muster.fleet;

import org.jspecify.annotations.NullMarked;
