/**
 * Starts programs that cannot do more than they were given: the agent, and workloads. A workload has a root that it cannot
 * write, a user of its own, no capabilities, few system calls, no network or the device's under its policy, and limits of
 * memory, processor, processes and disk; all of it is released when it stops. {@code runc} makes that world, or
 * {@code bwrap} where there is no runc.
 *
 * <p>Not done: quotas of a file system (a volume of a fixed size takes their place), crun.
 */
@NullMarked
package dev.muster.guard.confine;

import org.jspecify.annotations.NullMarked;
