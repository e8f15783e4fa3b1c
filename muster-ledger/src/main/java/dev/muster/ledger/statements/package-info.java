/**
 * The service that registers signed statements (RFC 9943) and answers with receipts (RFC 9942), and what the record says of
 * each: by number, by subject, and the latest of a subject.
 */
@NullMarked
package dev.muster.ledger.statements;

import org.jspecify.annotations.NullMarked;
