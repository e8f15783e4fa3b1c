/**
 * Ground: one SQL over SQLite (default) and PostgreSQL. Stores see {@link dev.muster.ledger.sql.Tx} and
 * {@link dev.muster.ledger.sql.Row}; {@link dev.muster.ledger.sql.Dialect} is the only class that knows which database
 * it is.
 *
 * <p>The common subset: columns are TEXT, BIGINT (epoch microseconds for times), INTEGER (0 or 1 for truth) and
 * {@code ${bytes}}; {@code insert .. on conflict .. do update}, {@code returning}, common table expressions, window
 * functions and partial indexes work on both. No JSON columns, no vendor functions. SQLite tables become STRICT.
 *
 * <p>SQLite runs in WAL mode with {@code synchronous=FULL}: when {@link dev.muster.ledger.sql.Database#write} has
 * returned, the change survives a power cut. One connection writes ({@code BEGIN IMMEDIATE}), a small pool reads
 * snapshots. PostgreSQL runs behind HikariCP; writes are READ COMMITTED, so a writer that decides on what it read
 * locks the row first ({@link dev.muster.ledger.sql.Dialect#forUpdate()}).
 *
 * <p>Not done: LISTEN/NOTIFY wake-ups, time partitions, a schema downgrade.
 */
@NullMarked
package dev.muster.ledger.sql;

import org.jspecify.annotations.NullMarked;
