/**
 * The checks about what Muster does by itself: one small class for each, with its id, the facts it reads, its rule, its maximum age and how to mend
 * it. A check that meets a value it does not know is undecided, never passed.
 *
 * <p>Specification: none.
 */
@NullMarked
package dev.muster.core.response.checks;

import org.jspecify.annotations.NullMarked;
