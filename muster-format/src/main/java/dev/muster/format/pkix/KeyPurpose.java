package dev.muster.format.pkix;

import java.security.cert.X509Certificate;

/** What the end entity's key is wanted for; a keyUsage extension that is there must allow it (RFC 5280 §4.2.1.3). */
public enum KeyPurpose {
    /** Signing messages or handshakes: digitalSignature or nonRepudiation. */
    SIGNATURE,
    /** Whatever the certificate says; the caller asks for itself. */
    ANY;

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;

    boolean allowedBy(boolean[] usage) {
        return this == ANY || usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION];
    }

    /** Whether the certificate's key may be used for this: a certificate without the extension says nothing against it. */
    public boolean of(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return usage == null || allowedBy(usage);
    }
}
