/**
 * Joining: Enrolment over Secure Transport (RFC 7030, RFC 8951) on the device listener, the organisations' authorities
 * for device certificates, and the API of the makers' anchors.
 *
 * <p>All operations of EST, with a factory identity, the present certificate, or a one-time token; DICE chains in CBOR; TPMs
 * by their endorsement keys.
 *
 * <p>Not done: CRMF in {@code fullcmc}, channel binding of the request (RFC 7030 §3.5).
 */
@NullMarked
package dev.muster.server.joining;

import org.jspecify.annotations.NullMarked;
