/**
 * Others who watch the ledger and whom the ledger watches: cosigned heads (C2SP tlog-witness, tlog-cosignature), heads that
 * devices report, and what all of it says about the ledger's health.
 */
@NullMarked
package dev.muster.ledger.witness;

import org.jspecify.annotations.NullMarked;
