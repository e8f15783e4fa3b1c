/**
 * The guard: the part of a device that runs as root. Small, without a network, it owns the kernel's mechanisms and does
 * for the agent only what its few typed commands name.
 *
 * <p>Not done: owning the slots, the boot loader and the TPM; those are still the agent's.
 */
@NullMarked
package dev.muster.guard;

import org.jspecify.annotations.NullMarked;
