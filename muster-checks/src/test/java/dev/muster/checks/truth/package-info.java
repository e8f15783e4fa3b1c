/**
 * Whether "supported" means anything: faults are put one at a time into a healthy fleet that exists in this process only, and
 * the verdicts are watched. What a device shows goes through the desks, the guard's looks and the rules of every topic as in
 * a server; nothing here writes a verdict. The result is {@code docs/truth.md}.
 */
@NullMarked
package dev.muster.checks.truth;

import org.jspecify.annotations.NullMarked;
