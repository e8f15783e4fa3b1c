/**
 * TLS as a device's maker describes it (RFC 9761 §5), and whether a ClientHello (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2) is like that.
 *
 * <p>Not done: DTLS, and what only certificates show.
 */
@NullMarked
package dev.muster.format.network.tls;

import org.jspecify.annotations.NullMarked;
