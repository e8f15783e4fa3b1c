/** A ledger over a fresh database for the tests of any topic: {@link dev.muster.ledger.testing.TestLedger}. */
@NullMarked
package dev.muster.ledger.testing;

import org.jspecify.annotations.NullMarked;
