package dev.muster.format.join.x509;

import dev.muster.format.MalformedException;

/** Bytes that are not a certificate or certification request of our profile. */
public final class X509Exception extends MalformedException {
    private static final long serialVersionUID = 1L;

    /** BouncyCastle does not tell where it stumbled. */
    private static final long UNKNOWN_OFFSET = -1;

    /** @param path the part of the structure that is at fault, such as {@code csr.signatureAlgorithm} */
    public X509Exception(String message, String path) {
        super(message, path, UNKNOWN_OFFSET);
    }

    public X509Exception(String message, String path, Throwable cause) {
        super(message, path, UNKNOWN_OFFSET, cause);
    }
}
