/**
 * Drills by the clock. {@link dev.muster.server.drills.DrillClock} asks canaries to take what they must refuse, and tries the
 * server's own doors from outside; {@link dev.muster.server.drills.Stranger} is who knocks there.
 *
 * <p>Specification: none.
 *
 * <p>Not done: knocking at the doors of devices themselves.
 */
@NullMarked
package dev.muster.server.drills;

import org.jspecify.annotations.NullMarked;
