/** The roof for numbers: every figure Muster claims, measured with its peer in the same run. */
@NullMarked
package dev.muster.bench;

import org.jspecify.annotations.NullMarked;
