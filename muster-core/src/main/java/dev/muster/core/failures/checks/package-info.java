/**
 * The checks about failures that devices tell. A check that meets a value it does not know is undecided, never passed.
 *
 * <p>Specification: none.
 */
@NullMarked
package dev.muster.core.failures.checks;

import org.jspecify.annotations.NullMarked;
