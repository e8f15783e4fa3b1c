/**
 * How fast the pages of governance are over 200,000 work orders and five years.
 *
 * <p>Specification: none.
 */
@NullMarked
package dev.muster.bench.governance;

import org.jspecify.annotations.NullMarked;
