/**
 * Who may ask for things, at the edge: the {@link dev.muster.server.access.AccessGate} in front of every route of the
 * console listener, the doors to make organisations, operators, tokens and sign-in links, and the registers behind them.
 *
 * <p>Programs send a bearer token (RFC 6750). Browsers have a session cookie ({@code __Host-} prefix, Secure, HttpOnly,
 * SameSite=Strict); their writes must come from our own pages (Fetch Metadata, or else Origin). What belongs to another
 * organisation does not exist: 404. Only hashes of secrets are kept.
 *
 * <p>Not done: passkeys (a later issue), rotation of the machine's own token other than by deleting its file.
 */
@NullMarked
package dev.muster.server.access;

import org.jspecify.annotations.NullMarked;
