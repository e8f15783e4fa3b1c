/**
 * Network policies: puts the ruleset that the server ordered in force and reads back what the kernel then has. Only rules that
 * were read back and let pass exactly the ordered packets are reported as {@code kernel-enforced}; on a virtual device a
 * policy is {@code simulated}, and without the right to the packet filter it is kept and {@code checked}. Rules that somebody
 * changed are found and loaded again.
 *
 * <p>{@link dev.muster.agent.network.GatewayPolicies} does the same on a router for the devices behind it.
 *
 * <p>Not done: a gateway whose packet filter is a guard's.
 */
@NullMarked
package dev.muster.agent.network;

import org.jspecify.annotations.NullMarked;
