package dev.muster.format.join.x509;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an IDevID certificate (IEEE 802.1AR-2018 §8) says about a device. Saying is not proving: the chain must be
 * validated, and only the TLS handshake shows that the peer has the key.
 *
 * @param serialNumber the device, subject serialNumber
 * @param maker subject O; empty when a DICE chain does not say
 * @param model subject OU. 802.1AR leaves the model's place to the maker; this is ours. Empty when a DICE chain does not say
 * @param keyType the kind of its key
 */
public record FactoryIdentity(String serialNumber, String maker, String model, KeyType keyType) {

    /** Reading found an identity, or a certificate that cannot be one. */
    public sealed interface Reading {
        record Found(FactoryIdentity identity) implements Reading {}

        /** @param reason stable code: {@code idevid-...} */
        record Unfit(String reason, String detail) implements Reading {}
    }

    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;

    /** Checks the profile: an end-entity signing certificate that names maker, model and device. */
    public static Reading read(X509Certificate certificate) {
        Optional<Reading.Unfit> unfit = unfit(certificate, Set.of());
        if (unfit.isPresent()) {
            return unfit.get();
        }
        SubjectName subject;
        try {
            subject = SubjectName.of(certificate.getSubjectX500Principal());
        } catch (X509Exception e) {
            return new Reading.Unfit("idevid-subject", e.reason());
        }
        if (subject.serialNumber().isEmpty()
                || subject.organization().isEmpty()
                || subject.organizationalUnit().isEmpty()) {
            return new Reading.Unfit("idevid-subject", "serialNumber, O and OU are needed");
        }
        return new Reading.Found(new FactoryIdentity(
                subject.serialNumber().get(),
                subject.organization().get(),
                subject.organizationalUnit().get(),
                KeyType.of(certificate.getPublicKey()).orElseThrow()));
    }

    /**
     * Why this certificate's key is not one that a device speaks with.
     *
     * @param purposes extended key usages that are good for it beside TLS clients
     */
    static Optional<Reading.Unfit> unfit(X509Certificate certificate, Set<String> purposes) {
        Optional<String> unsupported = KeyType.whyNot(certificate.getPublicKey());
        if (unsupported.isPresent()) {
            return Optional.of(new Reading.Unfit("idevid-key-unsupported", unsupported.get()));
        }
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() >= 0 || (usage != null && usage[KEY_CERT_SIGN])) {
            return Optional.of(new Reading.Unfit("idevid-is-authority", "a certificate authority is not a device"));
        }
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            return Optional.of(new Reading.Unfit("idevid-usage", "the key may not sign"));
        }
        return mayAuthenticate(certificate, purposes)
                ? Optional.empty()
                : Optional.of(new Reading.Unfit("idevid-usage", "extended key usage excludes TLS clients"));
    }

    private static boolean mayAuthenticate(X509Certificate certificate, Set<String> purposes) {
        Optional<List<String>> usages = extendedKeyUsage(certificate);
        return usages.isPresent()
                && (usages.get().isEmpty()
                        || usages.get().contains(CLIENT_AUTH)
                        || usages.get().contains(ANY_PURPOSE)
                        || !Collections.disjoint(usages.get(), purposes));
    }

    /** None when it names none; empty when it cannot be read. */
    static Optional<List<String>> extendedKeyUsage(X509Certificate certificate) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return Optional.of(usages == null ? List.of() : usages);
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }
}
