/**
 * Attestation at the edge: the RATS door for devices (challenge and evidence), the API for makers' keys and reference
 * values, and the registers that the desks read.
 *
 * <p>The protocol between device and door is Muster's own, two CBOR messages over mutual TLS; what travels in it is EAT
 * (RFC 9711, RFC 9782 media types) and EAR (draft-ietf-rats-ear-04). Veraison's API is in a package of its own. Not done:
 * CoAP.
 */
@NullMarked
package dev.muster.server.attestation;

import org.jspecify.annotations.NullMarked;
