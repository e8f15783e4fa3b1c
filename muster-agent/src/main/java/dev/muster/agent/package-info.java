/**
 * The Linux device agent: it proves who the device is, what it runs, changes it when told by a manifest it can verify,
 * and puts network policies in force. It sees the wire formats only and speaks to the device doors over TLS 1.3.
 *
 * <p>Every path into the system is an injected root ({@link dev.muster.agent.state.DeviceRoots}), the clock, randomness
 * and waiting are injected too, so the same code runs over a simulated tree and on a machine.
 *
 * <p>Not done: the root helper process and kernel mechanisms (what is only compared says {@code checked}, what is virtual
 * says {@code simulated}), TPM keys, joining by BRSKI or FDO.
 */
@NullMarked
package dev.muster.agent;

import org.jspecify.annotations.NullMarked;
