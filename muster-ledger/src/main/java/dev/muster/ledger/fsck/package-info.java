/**
 * The whole ledger recomputed: rows against tiles, tiles against signed heads, decisions against their rules.
 */
@NullMarked
package dev.muster.ledger.fsck;

import org.jspecify.annotations.NullMarked;
