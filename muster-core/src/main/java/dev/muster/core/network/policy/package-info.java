/**
 * Policies of the network as sets of packets: what a maker's description means at a site, what everybody may do, and what a
 * person added. The same sets are compared exactly, evaluated packet by packet, and written for packet filters.
 *
 * <p>Not done: rates, and TLS profiles as a part of a set.
 */
@NullMarked
package dev.muster.core.network.policy;

import org.jspecify.annotations.NullMarked;
