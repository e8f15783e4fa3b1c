/**
 * The checks about the server's own doors.
 *
 * <p>Specification: none.
 */
@NullMarked
package dev.muster.core.drills.checks;

import org.jspecify.annotations.NullMarked;
