/**
 * The device's TPM 2.0: the way to it ({@code /dev/tpmrm0}, or the socket of a software TPM), the commands that the agent
 * needs, and keys in it that the JCA uses like any other, so that TLS, certification requests and COSE sign with them the same
 * way. What is loaded is flushed after each use: a TPM without resource manager has room for three keys.
 *
 * <p>Whether such a key is in a real TPM is not said here. The verifier decides, from the endorsement key's certificate.
 *
 * <p>Not done: encrypted parameters, so that somebody who listens on the bus of a separate chip reads what goes over it (no
 * key does); passwords of hierarchies that are not empty.
 */
@NullMarked
package dev.muster.agent.tpm;

import org.jspecify.annotations.NullMarked;
