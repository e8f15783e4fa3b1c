/**
 * The one place that asks for cryptography. Every primitive comes from a provider; this package chooses which, proves
 * it with known answers before it is used, and holds keys in files and tokens behind {@link
 * dev.muster.format.crypto.KeyBackend}.
 *
 * <p>Signatures follow FIPS 186-5, RFC 8032, FIPS 204 and RFC 8554; keys in files PKCS #12 (RFC 7292), in tokens PKCS
 * #11; text RFC 7468; HKDF RFC 5869; key wrap RFC 3394. Not done: RSA, encrypted
 * PEM, keys of a remote service, composite and hybrid signatures, key agreement with ML-KEM, and the use of PKCS #11
 * keys by the server's own services.
 *
 * <p>HPKE (RFC 9180) in base and PSK mode is BouncyCastle's; the modes that authenticate by a key of the sender, and
 * more than one message in a context, are not done.
 *
 * <p>Order: Amazon Corretto Crypto Provider, Conscrypt, BouncyCastle, JDK for EC and EdDSA; the JDK first for ML-DSA
 * and SHA-2. A provider whose native library is missing is left out, which is no failure.
 */
@NullMarked
package dev.muster.format.crypto;

import org.jspecify.annotations.NullMarked;
