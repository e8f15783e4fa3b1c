package dev.muster.format.join.x509;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/** Reads one X.509 certificate with the JDK's parser, within limits. */
public final class CertificateReader {

    /** Factory certificates with several extensions stay below 2 KiB; post-quantum ones are not in our profile. */
    public static final int MAX_BYTES = 8 * 1024;

    private CertificateReader() {}

    /**
     * Reads a certificate.
     *
     * @param der at most {@value #MAX_BYTES} bytes of DER, nothing after it
     * @throws X509Exception when it is not one version 3 certificate
     */
    public static X509Certificate parse(byte[] der) {
        if (der.length > MAX_BYTES) {
            throw new X509Exception("longer than " + MAX_BYTES + " bytes", "certificate");
        }
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            // The factory also takes PEM and ignores what follows; only the exact bytes are the certificate.
            if (!Arrays.equals(certificate.getEncoded(), der)) {
                throw new X509Exception("not DER, or bytes after the certificate", "certificate");
            }
            if (certificate.getVersion() != 3) {
                throw new X509Exception("not a version 3 certificate", "certificate.version");
            }
            return certificate;
        } catch (CertificateException e) {
            throw new X509Exception("not a certificate: " + e.getMessage(), "certificate", e);
        }
    }

    /** The DER bytes of a certificate. */
    public static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new X509Exception("certificate has no DER form", "certificate", e);
        }
    }
}
