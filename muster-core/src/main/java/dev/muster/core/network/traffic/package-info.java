/**
 * What a device was seen doing: flows out of a capture, the least description that permits them, and what a description would
 * refuse of them (a rehearsal before it is enforced).
 *
 * <p>A flow is what one side opened: packets that answer are no flows of their own. Names come from the answers of DNS in the
 * capture, and where there are none from the name that TLS asks for. Not done: QUIC's hidden names, and rates.
 */
@NullMarked
package dev.muster.core.network.traffic;

import org.jspecify.annotations.NullMarked;
