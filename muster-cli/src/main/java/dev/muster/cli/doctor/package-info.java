/**
 * {@code muster doctor}: what this machine offers, found by looking and never by assuming, and what follows from it.
 *
 * <p>Not done: repairing anything, looking at other machines.
 */
@NullMarked
package dev.muster.cli.doctor;

import org.jspecify.annotations.NullMarked;
