/** {@code muster failures}: what goes wrong on devices, the same failure of many as one line. */
@NullMarked
package dev.muster.cli.failures;

import org.jspecify.annotations.NullMarked;
