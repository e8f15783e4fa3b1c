/**
 * Entries on their way to somebody else's engine, one port ({@link dev.muster.ledger.export.EntrySink}) with a file and a
 * Kafka topic behind it.
 */
@NullMarked
package dev.muster.ledger.export;

import org.jspecify.annotations.NullMarked;
