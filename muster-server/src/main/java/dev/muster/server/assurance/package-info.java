/**
 * Keeps the fact register and the verdicts, tells what changed, and answers why. {@code FactProjection} stores what each
 * entry states in the transaction that appends it; {@code AssuranceFollower} judges behind the commit and appends
 * {@code assurance.verdict-changed}; {@code PostureDoor} and {@code PackDoor} answer for now or as of any past time.
 *
 * <p>Specification: none.
 *
 * <p>Not done: several servers judging parts of a fleet; a register of latest facts beside the history.
 */
@NullMarked
package dev.muster.server.assurance;

import org.jspecify.annotations.NullMarked;
