/**
 * Starts programs that cannot do more than they were given: the agent, and workloads.
 *
 * <p>Not done: limits of disk space.
 */
@NullMarked
package dev.muster.guard.confine;

import org.jspecify.annotations.NullMarked;
