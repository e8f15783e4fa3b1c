/**
 * Sense: notices that something on the device changed, so that evidence is sent at once instead of at the next round.
 * A notice is never evidence: it only says that it is worth measuring again.
 *
 * <p>Uses inotify through the JDK. Not done: fanotify (which also names the culprit), hot-plugged hardware, time steps.
 */
@NullMarked
package dev.muster.agent.sense;

import org.jspecify.annotations.NullMarked;
