/** A ledger over a fresh database for the tests of any topic: {@link dev.muster.server.ledger.testing.TestLedger}. */
package dev.muster.server.ledger.testing;
