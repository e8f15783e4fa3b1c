/**
 * What a device keeps between two starts, and where: factory material, the operational identity, which slot is active,
 * which orders were acted on. Every write is temporary file, fsync, rename, fsync of the folder, so a power cut leaves
 * the old content or the new and never a part of it.
 *
 * <p>No outside specification. Not done: keys in a TPM or PKCS#11 token, encrypted state.
 */
@NullMarked
package dev.muster.agent.state;

import org.jspecify.annotations.NullMarked;
