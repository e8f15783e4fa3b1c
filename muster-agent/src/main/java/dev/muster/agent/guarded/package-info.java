/**
 * The agent beside its guard: what it may not do itself it asks for, over the guard's socket. Without a guard the agent is one
 * process with the rights of who started it, and its report of the host says so.
 *
 * <p>Not done: slots and the TPM are still the agent's.
 */
@NullMarked
package dev.muster.agent.guarded;

import org.jspecify.annotations.NullMarked;
