/**
 * The little DER that hot paths need (ITU-T X.690): definite lengths, shortest form, reading by position. Certificates,
 * CMS and PKCS #10 are BouncyCastle's business.
 *
 * <p>Not done: everything that is not needed to read or write a signature, a key or a length.
 */
@NullMarked
package dev.muster.format.der;

import org.jspecify.annotations.NullMarked;
