/**
 * The nouns of the ledger: what every topic says and hears. A desk returns {@link Decision}s whose {@link Draft}s
 * become {@link Entry}s; {@link FactRule}s turn entries into {@link Fact}s.
 *
 * <p>Specification: none; the shape is Muster's own (ARCHITECTURE.md). The encoding of an event is the deterministic
 * CBOR of RFC 8949 §4.2.1.
 *
 * <p>Not done here: storage, Merkle tiles and signatures, which are server.ledger, format.audit.merkle and format.audit.scitt.
 */
@NullMarked
package dev.muster.core.ledger;

import org.jspecify.annotations.NullMarked;
