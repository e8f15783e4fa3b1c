/**
 * Failures of devices, grouped by signature: the same failure on many devices is one line. What devices say counts as their
 * word, signed, and no more.
 *
 * <p>Not done: signatures of makers (a known fault by its number), statistics over time.
 */
@NullMarked
package dev.muster.core.failures;

import org.jspecify.annotations.NullMarked;
