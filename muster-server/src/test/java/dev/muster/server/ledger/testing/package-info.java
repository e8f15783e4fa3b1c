/** A ledger over a fresh database for the tests of any topic: {@link dev.muster.server.ledger.testing.TestLedger}. */
@NullMarked
package dev.muster.server.ledger.testing;

import org.jspecify.annotations.NullMarked;
