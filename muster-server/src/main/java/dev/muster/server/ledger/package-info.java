/**
 * Keeps the ledger: the {@link Shell} around every desk, the rows that are the truth, the Merkle tiles and signed heads
 * derived from them, and the service that registers signed statements.
 *
 * <p>Specifications: C2SP tlog-tiles 0.1.0 and tlog-checkpoint 1.0.0 for what is served, RFC 9942 and RFC 9943 for
 * statements and receipts, RFC 9162 §2.1 for the trees. How a leaf of the record log is formed is Muster's own, see
 * {@link dev.muster.core.ledger.EntryLeaf}.
 */
@NullMarked
package dev.muster.server.ledger;

import org.jspecify.annotations.NullMarked;
