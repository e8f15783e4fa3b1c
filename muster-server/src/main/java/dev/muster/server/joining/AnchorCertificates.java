package dev.muster.server.joining;

import dev.muster.format.join.x509.CertificateReader;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Certificates of anchors, read once: they are asked for with every device that shows a factory certificate. */
final class AnchorCertificates {
    /** About 2 KiB each; when it is full it starts over, which costs one reading each. */
    private static final int MAX = 4_096;

    private static final Map<String, X509Certificate> READ = new ConcurrentHashMap<>();

    private AnchorCertificates() {}

    /**
     * @param fingerprint SHA-256 of the bytes, hex: the same fingerprint is the same certificate, in every organisation
     * @param der the certificate
     */
    static X509Certificate of(String fingerprint, byte[] der) {
        X509Certificate known = READ.get(fingerprint);
        if (known != null) {
            return known;
        }
        X509Certificate read = CertificateReader.parse(der);
        if (READ.size() >= MAX) {
            READ.clear();
        }
        READ.put(fingerprint, read);
        return read;
    }
}
