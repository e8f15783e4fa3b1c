/** {@code muster drills}: what is drilled by the clock, and what it came to. */
@NullMarked
package dev.muster.cli.drills;

import org.jspecify.annotations.NullMarked;
