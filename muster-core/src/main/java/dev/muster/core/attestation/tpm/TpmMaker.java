package dev.muster.core.attestation.tpm;

import dev.muster.core.ledger.Subject;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.join.x509.CertificateReader;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * An authority whose endorsement certificates an organisation believes.
 *
 * @param fingerprint SHA-256 of the certificate, hex
 * @param maker of the TPMs
 * @param home what keys in these TPMs are
 */
public record TpmMaker(String fingerprint, X509Certificate certificate, String maker, KeyHome home) {
    /** Subject kind of its entries. */
    public static final String KIND = "tpm-maker";

    public static TpmMaker of(X509Certificate certificate, String maker, KeyHome home) {
        String fingerprint = HexFormat.of().formatHex(Sha256.of(CertificateReader.encoded(certificate)));
        return new TpmMaker(fingerprint, certificate, maker, home);
    }

    public Subject subject() {
        return new Subject(KIND, fingerprint);
    }
}
