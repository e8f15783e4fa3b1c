/**
 * The checks about hosts. They rest on a device's word, and a value that a check does not know is undecided, never passed.
 *
 * <p>Specification: none.
 */
@NullMarked
package dev.muster.core.host.checks;

import org.jspecify.annotations.NullMarked;
