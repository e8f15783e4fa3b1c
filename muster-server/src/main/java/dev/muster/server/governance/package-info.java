/**
 * Records of governance over HTTP: what there is, how each stands, and moving them. The rules are those of
 * {@code core.governance}; what is kept here is a fold of its entries.
 *
 * <p>Specification: RFC 5545 for the calendar, RFC 4180 for CSV.
 */
@NullMarked
package dev.muster.server.governance;

import org.jspecify.annotations.NullMarked;
