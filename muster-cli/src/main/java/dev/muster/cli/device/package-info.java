/**
 * Verbs that run devices: {@code muster agent} (the real agent on this machine) and {@code muster fleet} (simulated
 * devices in one process).
 *
 * <p>Not done: starting the agent's root helper, which does not exist yet.
 */
@NullMarked
package dev.muster.cli.device;

import org.jspecify.annotations.NullMarked;
