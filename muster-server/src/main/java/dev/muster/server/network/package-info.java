/**
 * Network: keeps which policy a device was asked to put in force, and asks for another one when its state changes. See
 * {@code dev.muster.core.network} for what is and is not done; there is no door, because devices get policies as orders.
 */
@NullMarked
package dev.muster.server.network;

import org.jspecify.annotations.NullMarked;
