/**
 * The verbs around a server: start it, ask how the fleet stands, look at devices.
 *
 * <p>Not done: running as a daemon of its own (a service manager does that), stopping a server that runs elsewhere.
 */
@NullMarked
package dev.muster.cli.server;

import org.jspecify.annotations.NullMarked;
