/**
 * Notices go out: an outbox on the database, three channels, retries that grow apart. A message is sent at least once; it
 * has an id that stays the same, by which whoever gets it twice can tell. Secrets are given once and never shown again.
 */
@NullMarked
package dev.muster.server.notice;

import org.jspecify.annotations.NullMarked;
