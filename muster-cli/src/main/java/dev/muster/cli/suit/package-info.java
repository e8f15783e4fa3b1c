/**
 * {@code muster suit}: makes, checks and runs SUIT envelopes (draft-ietf-suit-manifest-37) without a server.
 * {@code muster inspect} shows their inside.
 *
 * <p>Not done: manifests other than the firmware template, several components, encryption.
 */
@NullMarked
package dev.muster.cli.suit;

import org.jspecify.annotations.NullMarked;
