package dev.muster.format.pkix;

import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether a key signed a certificate, asked of the provider that was chosen for keys of that kind. */
final class CertificateSignature {
    /** Hashes for which two certificates with one signature can be made. */
    private static final Set<String> BROKEN = Set.of("MD2", "MD4", "MD5", "SHA1", "SHA");

    /** Below this an RSA key can be factored by those who want to (NIST SP 800-131A: not after 2013). */
    private static final int RSA_BITS_LEAST = 2048;

    private CertificateSignature() {}

    /** Why the algorithm is not believed, whatever the signature says. */
    static Optional<String> weakness(X509Certificate certificate, PublicKey issuer) {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        int with = algorithm.indexOf("WITH");
        if (with > 0 && BROKEN.contains(algorithm.substring(0, with).replace("-", ""))) {
            return Optional.of("signed with " + certificate.getSigAlgName());
        }
        return issuer instanceof RSAKey rsa && rsa.getModulus().bitLength() < RSA_BITS_LEAST
                ? Optional.of("signed by an RSA key of " + rsa.getModulus().bitLength() + " bits")
                : Optional.empty();
    }

    static boolean holds(X509Certificate certificate, PublicKey issuer) {
        try {
            Optional<Provider> chosen = Keys.scheme(issuer)
                    .map(Crypto.standard()::provider)
                    .filter(provider -> provider.getService("Signature", certificate.getSigAlgName()) != null);
            if (chosen.isPresent()) {
                certificate.verify(issuer, chosen.get());
            } else {
                certificate.verify(issuer);
            }
            return true;
        } catch (GeneralSecurityException | RuntimeException wrong) {
            // Providers answer a wrong signature with false, with their exception, or with an unchecked one.
            return false;
        }
    }
}
