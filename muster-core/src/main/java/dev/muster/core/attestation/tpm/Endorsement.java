package dev.muster.core.attestation.tpm;

import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.pkix.KeyPurpose;
import dev.muster.format.pkix.PathOutcome;
import dev.muster.format.pkix.PathValidator;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An endorsement key with its maker's certificate (EK Credential Profile 2.6 §3): real ones have an empty subject, name the
 * TPM in a critical subjectAltName, and are for {@code tcg-kp-EKCertificate} alone. Two TPMs may have certificates with one
 * issuer and serial number, so a TPM is known by its key.
 *
 * @param key as the TPM describes it
 * @param digest SHA-256 of its SubjectPublicKeyInfo, hex
 * @param certifier whose authority certified it; empty when a list vouches for the key alone
 */
public record Endorsement(TpmPublic key, String digest, Optional<TpmMaker> certifier) {
    /** Certificate, two intermediates, root. */
    public static final int CHAIN_MAX = 4;

    private static final String EK_CERTIFICATE = "2.23.133.8.1";
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;

    /** What became of it. */
    public sealed interface Judged {
        record Believed(Endorsement endorsement) implements Judged {}

        record Refused(TpmRefusal why) implements Judged {}
    }

    /**
     * Judges a key with its certificate, or without one when a list says whose TPM it is. A certificate that is shown has to
     * lead to a believed maker all the same.
     *
     * @param chain the endorsement key's first; may be empty
     * @param makers that the organisation believes
     * @param listed whether a list names the key
     * @param now the time of appraisal
     */
    public static Judged judge(
            List<X509Certificate> chain, TpmPublic key, List<TpmMaker> makers, boolean listed, Instant now) {
        Optional<TpmRefusal> wrong = unfit(key);
        if (wrong.isPresent()) {
            return new Judged.Refused(wrong.get());
        }
        if (chain.isEmpty() && listed) {
            return new Judged.Believed(new Endorsement(key, digest(key.key()), Optional.empty()));
        }
        if (chain.isEmpty()) {
            return refused("ek-certificate-missing", "nobody certified the endorsement key");
        }
        X509Certificate certificate = chain.getFirst();
        if (!Arrays.equals(certificate.getPublicKey().getEncoded(), key.key().getEncoded())) {
            return refused("ek-certificate-other", "the certificate is for another key");
        }
        Optional<String> unfit = unfit(certificate);
        if (unfit.isPresent()) {
            return refused("ek-usage", unfit.get());
        }
        return switch (PathValidator.validate(
                chain, makers.stream().map(TpmMaker::certificate).toList(), now, KeyPurpose.ANY)) {
            case PathOutcome.Refused refused ->
                refused(
                        switch (refused.fault()) {
                            case EXPIRED, NOT_YET_VALID -> "ek-certificate-ended";
                            default -> "ek-untrusted";
                        },
                        refused.detail());
            case PathOutcome.Valid valid ->
                makers.stream()
                        .filter(maker -> maker.certificate().equals(valid.anchor()))
                        .findFirst()
                        .<Judged>map(maker ->
                                new Judged.Believed(new Endorsement(key, digest(key.key()), Optional.of(maker))))
                        .orElseGet(() -> refused("ek-untrusted", "the anchor is gone"));
        };
    }

    /** Why this key can be no endorsement key, whoever certified it. */
    public static Optional<TpmRefusal> unfit(TpmPublic key) {
        return key.isEndorsementKey()
                ? Optional.empty()
                : Optional.of(TpmRefusal.unacceptable(
                        "ek-unfit", "the key is not one that is bound to its TPM and decrypts for it alone"));
    }

    /** Where a key lives that its TPM certifies. */
    public KeyHome home() {
        return certifier.map(TpmMaker::home).orElse(KeyHome.UNCERTIFIED_TPM);
    }

    /** Digest of the authority that certified it, or empty. */
    public String anchor() {
        return certifier.map(TpmMaker::fingerprint).orElse("");
    }

    /** Who made the TPM, or empty. */
    public String maker() {
        return certifier.map(TpmMaker::maker).orElse("");
    }

    private static Optional<String> unfit(X509Certificate certificate) {
        if (certificate.getBasicConstraints() >= 0) {
            return Optional.of("the certificate is one of an authority");
        }
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            if (usages == null || !usages.contains(EK_CERTIFICATE)) {
                return Optional.of("the certificate is not one for an endorsement key (" + EK_CERTIFICATE + ")");
            }
        } catch (CertificateParsingException unreadable) {
            return Optional.of("the certificate's usages cannot be read");
        }
        boolean[] usage = certificate.getKeyUsage();
        int wanted = certificate.getPublicKey() instanceof ECPublicKey ? KEY_AGREEMENT : KEY_ENCIPHERMENT;
        return usage == null || usage[wanted]
                ? Optional.empty()
                : Optional.of("the certificate's key must not encrypt, and an endorsement key does nothing else");
    }

    /** SHA-256 of a SubjectPublicKeyInfo, hex. */
    public static String digest(PublicKey key) {
        return HexFormat.of().formatHex(Sha256.of(key.getEncoded()));
    }

    private static Judged refused(String reason, String detail) {
        return new Judged.Refused(TpmRefusal.unacceptable(reason, detail));
    }
}
