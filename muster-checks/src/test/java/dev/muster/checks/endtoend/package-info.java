/** Separate processes, real TLS, real files: what must hold when a part of the whole is taken away. */
@NullMarked
package dev.muster.checks.endtoend;

import org.jspecify.annotations.NullMarked;
