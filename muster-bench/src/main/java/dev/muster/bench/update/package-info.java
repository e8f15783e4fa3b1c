/**
 * {@code muster bench update}: what a manifest, its signature, a payload's way to the disk and a difference cost, each beside
 * its limit or peer in the same run.
 */
@NullMarked
package dev.muster.bench.update;

import org.jspecify.annotations.NullMarked;
