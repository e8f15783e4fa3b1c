/**
 * The console and the read-only API beside it: one page for the fleet, one for a device, the sign-in page, the same views
 * as JSON. Pages are made on the server, need no script to be read, load nothing from elsewhere, follow the browser's
 * dark and print modes, and stay current by server-sent events where script is allowed. Every view answers as of a time.
 *
 * <p>The console knows no topic: it shows facts (through each topic's {@link dev.muster.core.ledger.FactRule}) and entries.
 * The latest facts are a register of its own; a view of the past is computed from the entries.
 *
 * <p>Pages are made of {@link dev.muster.server.web}; what topics know of a device they contribute there.
 *
 * <p>Not done: products, updates, network, compliance and governance screens.
 */
@NullMarked
package dev.muster.server.console;

import org.jspecify.annotations.NullMarked;
