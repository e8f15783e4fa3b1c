/**
 * Keeps the ledger: {@link dev.muster.ledger.Ledger} joins the sequence of entries with the Merkle trees, the keys and the
 * signed heads of each organisation.
 *
 * <p>Specifications: C2SP tlog-tiles 0.1.0 and tlog-checkpoint 1.0.0 for what is served, RFC 9942 and RFC 9943 for
 * statements and receipts, RFC 9162 §2.1 for the trees. How a leaf of the record log is formed is Muster's own, see
 * {@link dev.muster.core.ledger.EntryLeaf}.
 *
 * <p>Packages, each seeing only those before it: {@code sql}, {@code sequence}, {@code tree}, this one, {@code statements},
 * {@code witness}, {@code export} and {@code fsck}.
 */
@NullMarked
package dev.muster.ledger;

import org.jspecify.annotations.NullMarked;
