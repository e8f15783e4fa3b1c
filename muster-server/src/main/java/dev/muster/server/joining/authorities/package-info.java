/**
 * The authorities of every organisation: their keys, read when they are first needed, the certificates that the ledger names,
 * and the doors and the page by which a generation follows another.
 */
@NullMarked
package dev.muster.server.joining.authorities;

import org.jspecify.annotations.NullMarked;
