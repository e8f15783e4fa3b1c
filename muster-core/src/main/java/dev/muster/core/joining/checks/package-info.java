/**
 * The checks about identity, certificates and connections: one small class for each, with its id, the facts it reads, its rule, its maximum age and how to mend
 * it. A check that meets a value it does not know is undecided, never passed.
 *
 * <p>Specification: none.
 */
@NullMarked
package dev.muster.core.joining.checks;

import org.jspecify.annotations.NullMarked;
