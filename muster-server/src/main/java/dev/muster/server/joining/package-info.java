/**
 * Joining: Enrolment over Secure Transport (RFC 7030, RFC 8951) on the device listener, the organisations' authorities
 * for device certificates, and the API of the makers' anchors.
 *
 * <p>Operations: {@code cacerts}, {@code simpleenroll} by a factory identity, {@code simplereenroll} by the present
 * certificate. Every device door asks for the client certificate in the TLS handshake; HTTP authentication is not
 * offered.
 *
 * <p>Not done: {@code csrattrs} (answered 404, which RFC 7030 §4.5.2 allows), {@code serverkeygen}, {@code fullcmc},
 * 202 with manual approval, channel binding of the request (RFC 7030 §3.5), a roll-over of the authority.
 */
@NullMarked
package dev.muster.server.joining;

import org.jspecify.annotations.NullMarked;
