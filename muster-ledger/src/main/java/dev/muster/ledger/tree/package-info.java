/**
 * The Merkle trees over the rows: tiles (C2SP tlog-tiles 0.1.0), their edges, and the names of logs. Derived from rows, and
 * made again from them when missing.
 */
@NullMarked
package dev.muster.ledger.tree;

import org.jspecify.annotations.NullMarked;
