/**
 * How devices begin TLS against what their makers say (RFC 9761): read before it is let through, or beside it.
 *
 * <p>{@link dev.muster.agent.tls.HeldConnections} decides, {@link dev.muster.agent.tls.TlsGate} does it in the kernel.
 */
@NullMarked
package dev.muster.agent.tls;

import org.jspecify.annotations.NullMarked;
