/** The slice of the hostile tier that runs with every test. */
@NullMarked
package dev.muster.bench.hostile;

import org.jspecify.annotations.NullMarked;
