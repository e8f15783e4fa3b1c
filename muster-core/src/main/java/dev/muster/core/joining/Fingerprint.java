package dev.muster.core.joining;

import dev.muster.format.crypto.Sha256;
import dev.muster.format.join.x509.CertificateReader;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** Names of certificates and keys: SHA-256, 64 hex digits in lower case. */
public final class Fingerprint {
    private Fingerprint() {}

    /** Over the DER of the certificate. */
    public static String of(X509Certificate certificate) {
        return HexFormat.of().formatHex(Sha256.of(CertificateReader.encoded(certificate)));
    }

    /** Over the SubjectPublicKeyInfo. */
    public static String of(PublicKey key) {
        return HexFormat.of().formatHex(Sha256.of(key.getEncoded()));
    }
}
