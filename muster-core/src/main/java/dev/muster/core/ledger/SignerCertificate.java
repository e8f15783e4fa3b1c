package dev.muster.core.ledger;

import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.crypto.Sha256;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whose certificate a statement is bound to: x5chain, x5t, and the path to a trust anchor (RFC 9360, RFC 5280 §6). */
sealed interface SignerCertificate {
    /** COSE number of SHA-256 in x5t. */
    long SHA_256 = -16;

    /** The path holds. */
    record Trusted(X509Certificate certificate) implements SignerCertificate {}

    /** It does not. */
    record NotTrusted(String why) implements SignerCertificate {}

    /** Finds the signer's certificate under this anchor. Certificates that only name themselves are never trusted. */
    static SignerCertificate of(SignedStatement statement, TrustAnchor anchor, Instant at) {
        try {
            X509Certificate root = certificate(anchor.material());
            List<X509Certificate> chain = statement.message().x5chain();
            X509Certificate signer = chain.isEmpty() ? root : chain.getFirst();
            Optional<Cbor> x5t = statement.message().headers().signed(HeaderLabel.X5T);
            if (x5t.isPresent() && !thumbprint(x5t.get(), signer)) {
                return new NotTrusted("x5t is not the thumbprint of the signer's certificate, which is the first of"
                        + " the protected x5chain, or the trust anchor");
            }
            if (Arrays.equals(signer.getEncoded(), root.getEncoded())) {
                signer.checkValidity(Date.from(at));
                return new Trusted(signer);
            }
            validate(chain, root, at);
            return new Trusted(signer);
        } catch (GeneralSecurityException invalid) {
            return new NotTrusted(String.valueOf(invalid.getMessage()));
        }
    }

    private static void validate(List<X509Certificate> chain, X509Certificate root, Instant at)
            throws GeneralSecurityException {
        List<X509Certificate> path =
                chain.stream().filter(certificate -> !certificate.equals(root)).toList();
        if (path.isEmpty()) {
            throw new CertPathValidatorException("no certificate below the anchor");
        }
        PKIXParameters parameters = new PKIXParameters(Set.of(new java.security.cert.TrustAnchor(root, null)));
        // Who may sign is withdrawn by a statement on the log, which can be replayed; a CRL of that day could not.
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    }

    private static boolean thumbprint(Cbor x5t, X509Certificate certificate) throws CertificateException {
        CborArray pair = x5t.asArray().ofSize(2);
        return pair.get(0).asLong() == SHA_256
                && MessageDigest.isEqual(pair.get(1).asBytes(), Sha256.of(certificate.getEncoded()));
    }

    private static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
