package dev.muster.core.ledger;

import dev.muster.format.MalformedException;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.cose.CertificateHash;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.pkix.KeyPurpose;
import dev.muster.format.pkix.PathOutcome;
import dev.muster.format.pkix.PathValidator;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whose certificate a statement is bound to: x5chain, x5t, and the path to a trust anchor (RFC 9360, RFC 5280 §6). */
sealed interface SignerCertificate {
    /** The path holds. */
    record Trusted(X509Certificate certificate) implements SignerCertificate {}

    /** It does not. */
    record NotTrusted(String why) implements SignerCertificate {}

    /**
     * Finds the signer's certificate under this anchor. Certificates that only name themselves are never trusted. Revocation is
     * a statement on the log, which can be replayed; a CRL of that day could not.
     */
    static SignerCertificate of(SignedStatement statement, TrustAnchor anchor, Instant at) {
        try {
            X509Certificate root = certificate(anchor.material());
            List<X509Certificate> chain = statement.message().x5chain();
            List<X509Certificate> path = chain.isEmpty() ? List.of(root) : chain;
            Optional<CertificateHash> named =
                    statement.message().headers().signed(HeaderLabel.X5T).map(CertificateHash::read);
            if (named.isPresent() && !named.get().matches(path.getFirst())) {
                return new NotTrusted("x5t is not the thumbprint of the signer's certificate, which is the first of"
                        + " x5chain, or the trust anchor");
            }
            return switch (PathValidator.validate(path, List.of(root), at, KeyPurpose.SIGNATURE)) {
                case PathOutcome.Valid valid -> new Trusted(path.getFirst());
                case PathOutcome.Refused refused -> new NotTrusted(refused.detail());
            };
        } catch (CertificateException | MalformedException invalid) {
            return new NotTrusted(String.valueOf(invalid.getMessage()));
        }
    }

    private static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
