/**
 * Installs updates: a SUIT envelope (draft-ietf-suit-manifest-37) and its firmware image into one of two slots.
 *
 * <p>What holds at every moment, also when power fails inside of a write: at least one slot holds an image that was
 * verified and has not changed since. The other slot's record is withdrawn and flushed before the first byte of it is
 * touched, and given back after every byte was flushed and read again. The running slot is never written, and an install
 * does not begin while the running slot is on trial or does not hold what its record says.
 *
 * <p>The image is a canonical ustar file ({@code dev.muster.format.update.image}), so the digest of what lies in a slot is
 * computed from the files in it, not remembered. Strength: {@code checked} (files compared by the agent), or
 * {@code simulated} on a virtual device; no boot loader of a real board is driven.
 *
 * <p>Not done: several components, delta, decryption, maintenance windows, a hardware counter for the lowest sequence
 * number, protection of a slot's folders against another process that swaps links while an install runs.
 */
@NullMarked
package dev.muster.agent.install;

import org.jspecify.annotations.NullMarked;
