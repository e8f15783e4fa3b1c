/**
 * The ledger's doors: entries, statements, proofs, tiles, witnesses and health over HTTP. What they show is kept by
 * {@code dev.muster.ledger}.
 */
@NullMarked
package dev.muster.server.ledger;

import org.jspecify.annotations.NullMarked;
