/**
 * The checks about what a device shows of its software: one small class for each, with its id, the facts it reads, its rule, its maximum age and how to mend
 * it. A check that meets a value it does not know is undecided, never passed.
 *
 * <p>Specification: none.
 */
@NullMarked
package dev.muster.core.attestation.checks;

import org.jspecify.annotations.NullMarked;
