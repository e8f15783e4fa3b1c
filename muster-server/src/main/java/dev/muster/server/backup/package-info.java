/**
 * A server's whole state in one file, taken while it runs, and put back where there is none.
 *
 * <p>The file is a ZIP archive: {@code backup.json} first (format, time, database, and size and SHA-256 of every other
 * member), then {@code database} (a consistent copy of SQLite, or what {@code pg_dump} wrote), then the files of the data
 * directory by their paths. It holds every private key of the server: it is written for its owner only, and whoever has it is
 * the server.
 *
 * <p>Not done: encryption of the file, backups of what changed only. Tiles and heads are in it as they were moments after the
 * database; what is missing of them is derived again at the next start.
 */
@NullMarked
package dev.muster.server.backup;

import org.jspecify.annotations.NullMarked;
