/**
 * The guard: the process of a device that is root. Small, without a network, it owns the kernel's mechanisms, starts the agent
 * confined, holds the device to its manifest, and does for the agent only what its few typed questions name. A shell keeps it:
 * of guard, agent and keeper each may be killed, and another takes its place.
 *
 * <p>Not done: owning the slots, the boot loader and the TPM; those are still the agent's.
 */
@NullMarked
package dev.muster.guard;

import org.jspecify.annotations.NullMarked;
