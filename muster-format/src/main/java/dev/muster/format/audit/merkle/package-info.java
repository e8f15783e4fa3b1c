/**
 * Merkle trees of a transparency log: hashing and proofs as in RFC 9162 §2.1, the 256-wide tiles of C2SP tlog-tiles
 * (0.1.0), signed notes, checkpoints (C2SP tlog-checkpoint 1.0.0) and cosignatures (C2SP tlog-cosignature 1.0.1,
 * Ed25519).
 *
 * <p>Pure: who stores tiles hands in a {@link TileSource}. Hashing stays on the JDK's own SHA-256, which is at least as
 * fast as any provider for 65-byte nodes.
 *
 * <p>Not done: ML-DSA-44 cosignatures (tlog-cosignature 1.1.0-rc.1), tlog-mirror and tlog-policy.
 */
@NullMarked
package dev.muster.format.audit.merkle;

import org.jspecify.annotations.NullMarked;
