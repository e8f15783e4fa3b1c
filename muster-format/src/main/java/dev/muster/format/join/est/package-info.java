/**
 * Enrolment over Secure Transport: what EST (RFC 7030, clarified by RFC 8951) puts into HTTP bodies. Paths and media
 * types, the base64 of RFC 8951, and the certificates-only CMS message of RFC 5272 §4.1 and RFC 8551 §3.8.
 *
 * <p>Operations known here: {@code cacerts}, {@code simpleenroll}, {@code simplereenroll},
 * {@code csrattrs} with the templates of RFC 9908, {@code serverkeygen} with an unencrypted key, {@code fullcmc} for one
 * PKCS #10 request (RFC 5272).
 *
 * <p>Not done: EST over CoAP (RFC 9148), CRMF.
 */
@NullMarked
package dev.muster.format.join.est;

import org.jspecify.annotations.NullMarked;
