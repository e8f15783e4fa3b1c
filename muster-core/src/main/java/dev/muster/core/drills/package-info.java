/**
 * Drills that run by the clock: bad updates that canary devices must refuse, and what the server's own doors say to somebody
 * without credentials. What a device did with an envelope is a fact of {@code core.update}; here is when it is asked again,
 * and what the doors did.
 *
 * <p>Specification: none.
 *
 * <p>Not done: knocking at the doors of devices themselves.
 */
@NullMarked
package dev.muster.core.drills;

import org.jspecify.annotations.NullMarked;
