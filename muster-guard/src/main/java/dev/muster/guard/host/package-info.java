/**
 * Looks at the host and says for each property whether it is enforced, checked or missing, and why. Reads files only, below
 * an injected root, so that the same rules run over this machine, another one's tree and a simulated one.
 *
 * <p>Not done: asking programs or the network; the value of anything secret.
 */
@NullMarked
package dev.muster.guard.host;

import org.jspecify.annotations.NullMarked;
