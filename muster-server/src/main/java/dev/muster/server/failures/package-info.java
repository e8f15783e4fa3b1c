/**
 * Failures: takes what devices say went wrong on them, and shows the same failure of many as one line. See
 * {@code dev.muster.core.failures} for what is and is not done.
 */
@NullMarked
package dev.muster.server.failures;

import org.jspecify.annotations.NullMarked;
