/**
 * The one place that asks for cryptography. Every primitive comes from a provider; this package chooses which, proves
 * it with known answers before it is used, and holds keys in files and tokens behind {@link
 * dev.muster.format.crypto.KeyBackend}.
 *
 * <p>Order: Amazon Corretto Crypto Provider, Conscrypt, BouncyCastle, JDK for EC and EdDSA; the JDK first for ML-DSA
 * and SHA-2. A provider whose native library is missing is left out, which is no failure.
 *
 * <p>Specification: none of its own. Not done: composite and hybrid signatures, key agreement with ML-KEM, and the use of
 * PKCS#11 keys by the server's own services.
 */
@NullMarked
package dev.muster.format.crypto;

import org.jspecify.annotations.NullMarked;
