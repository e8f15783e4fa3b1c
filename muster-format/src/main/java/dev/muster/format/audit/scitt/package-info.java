/**
 * Signed statements, receipts and transparent statements of a transparency service: SCITT architecture (RFC 9943), COSE
 * receipts with the RFC 9162 tree (RFC 9942, vds 1) and hash envelopes (RFC 9995).
 *
 * <p>Read: tagged COSE_Sign1 with CWT claims {@code iss} and {@code sub} in the protected header, identified by kid, x5t
 * or x5chain. The leaf of a statement is its bytes with the unprotected header replaced by an empty map, everything else
 * as received.
 *
 * <p>Not done: other tree algorithms (the CCF profile, vds 2), receipts with several proofs, and the labels used before
 * the RFCs (-111, -222), which are refused.
 */
@NullMarked
package dev.muster.format.audit.scitt;

import org.jspecify.annotations.NullMarked;
