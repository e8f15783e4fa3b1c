/**
 * Updates: which device gets which release, when, and did it really. No outside specification rules this package; releases
 * are SUIT envelopes (draft-ietf-suit-manifest-37) and reports are SUIT reports (draft-ietf-suit-report-18), both read by
 * {@code dev.muster.format.update.suit}.
 *
 * <p>A device counts as updated only when accepted evidence says that it runs the release. What it reports itself is kept
 * and shown, closes nothing, and can only stop a rollout. {@link dev.muster.core.update.Rollouts} starts and stops,
 * {@link dev.muster.core.update.Advance} is the rule that opens waves, offers, counts and pauses: a pure function of the
 * registers and the time, run again and again, so that a server that died goes on where it was.
 * {@link dev.muster.core.update.Settling} says what became of one device: evidence goes before words, words before silence.
 *
 * <p>Not done: dependencies between products, delta, approval by several people, maintenance windows, groups of devices
 * other than a product, replay of a report against its manifest.
 */
@NullMarked
package dev.muster.core.update;

import org.jspecify.annotations.NullMarked;
