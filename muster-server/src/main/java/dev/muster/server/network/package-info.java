/**
 * Network: takes makers' descriptions in (RFC 8520, fetched or brought), keeps what people and work orders say of a device's
 * network, and asks devices for the policy that all of it comes to. Devices get policies as orders.
 *
 * <p>Not done: listening to DHCP and LLDP for URLs.
 */
@NullMarked
package dev.muster.server.network;

import org.jspecify.annotations.NullMarked;
