/**
 * Certificates and certification requests of devices: X.509 version 3 as profiled by RFC 5280, PKCS#10 by RFC 2986,
 * factory identities by IEEE 802.1AR-2018 (IDevID and LDevID).
 *
 * <p>Keys are RSA of 2048 bits and more, P-256, P-384, P-521, Ed25519 and ML-DSA; what is read may be signed with any
 * sound hash, what is written with the one of its key. Bytes are DER and nothing else: a signature is checked over the received bytes, so a
 * request whose DER re-encoding would differ is refused as malformed.
 *
 * <p>A certification request only brings a public key and a wish. Subject, extensions and validity of a certificate are
 * decided by {@link dev.muster.format.join.x509.CertificateTemplate}'s caller, never copied from the request.
 *
 * <p>Not done: certificate revocation lists and OCSP (the register knows each device's
 * state), name constraints beyond what the JDK's PKIX validator checks, attested keys in requests (RFC 9908
 * attributes, TPM key attestation).
 */
@NullMarked
package dev.muster.format.join.x509;

import org.jspecify.annotations.NullMarked;
