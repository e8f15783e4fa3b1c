/** What a guard's mechanisms take on this machine: from a breach to what follows. */
@NullMarked
package dev.muster.bench.device;

import org.jspecify.annotations.NullMarked;
