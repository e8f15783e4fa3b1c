/**
 * Packets as sets: addresses, ranges and exact set algebra. No wire format of its own; addresses are read in the forms of
 * RFC 4291 and written in that of RFC 5952. Not done: fragments, options, VLANs and anything below IP.
 */
@NullMarked
package dev.muster.format.network.packet;

import org.jspecify.annotations.NullMarked;
