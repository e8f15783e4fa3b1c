/**
 * Certificates and certification requests of devices: X.509 version 3 as profiled by RFC 5280, PKCS#10 by RFC 2986,
 * factory identities by IEEE 802.1AR-2018 (IDevID and LDevID).
 *
 * <p>Only elliptic-curve keys on P-256 and P-384 with SHA-256 and SHA-384: what devices of this kind carry, and what
 * the same key can use for COSE. Bytes are DER and nothing else: a signature is checked over the received bytes, so a
 * request whose DER re-encoding would differ is refused as malformed.
 *
 * <p>A certification request only brings a public key and a wish. Subject, extensions and validity of a certificate are
 * decided by {@link dev.muster.format.join.x509.CertificateTemplate}'s caller, never copied from the request.
 *
 * <p>Not done: RSA, Ed25519 and ML-DSA keys, certificate revocation lists and OCSP (the register knows each device's
 * state), name constraints beyond what the JDK's PKIX validator checks, attested keys in requests (RFC 9908
 * attributes, TPM key attestation).
 */
@NullMarked
package dev.muster.format.join.x509;

import org.jspecify.annotations.NullMarked;
