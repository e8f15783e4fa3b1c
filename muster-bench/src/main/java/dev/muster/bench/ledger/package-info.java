/**
 * The ledger's figures, as ratios in one run: registrations against the raw limit of verifying and signing with the same
 * provider, latency at half that rate, proofs, replay and as-of questions as the log grows.
 */
@NullMarked
package dev.muster.bench.ledger;

import org.jspecify.annotations.NullMarked;
