package dev.muster.format.pkix;

import dev.muster.format.pkix.PathOutcome.Fault;
import dev.muster.format.pkix.PathOutcome.Refused;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Validates a chain as it was sent, end entity first, against trust anchors (RFC 5280 §6.1). Pure and thread-safe. */
public final class PathValidator {
    private static final int KEY_CERT_SIGN = 5;

    /** Versions before the third have no extensions, so nothing says that they are authorities (§6.1.4 k). */
    private static final int VERSION_3 = 3;

    private PathValidator() {}

    /**
     * @param chain end entity first, each signed by the next; anchors in it are taken for what they are
     * @param anchors certificates that are trusted as they are; their own constraints bind those below (RFC 5937)
     * @param at when every certificate below the anchor must be valid
     * @return valid when one anchor makes the path valid, else why the most promising one does not
     */
    public static PathOutcome validate(
            List<X509Certificate> chain, Collection<X509Certificate> anchors, Instant at, KeyPurpose purpose) {
        return validate(chain, anchors, new Question(at, purpose, Set.of()));
    }

    /**
     * What is asked of a path.
     *
     * @param at when every certificate below the anchor must be valid
     * @param understood critical extensions that the caller reads itself, beside those that are processed here
     */
    public record Question(Instant at, KeyPurpose purpose, Set<String> understood) {
        public Question {
            understood = Set.copyOf(understood);
        }
    }

    /** The same for a caller that understands more extensions. */
    public static PathOutcome validate(
            List<X509Certificate> chain, Collection<X509Certificate> anchors, Question asked) {
        if (chain.isEmpty()) {
            return new Refused(Fault.NO_CERTIFICATE, 0, "there is no certificate");
        }
        try {
            for (int i = 0; i < chain.size(); i++) {
                if (anchors.contains(chain.get(i))) {
                    return below(chain.subList(0, i), chain.get(i), asked);
                }
            }
            X509Certificate last = chain.getLast();
            PathOutcome best = unknown(chain, anchors);
            for (X509Certificate anchor : anchors) {
                if (anchor.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
                    PathOutcome found = below(chain, anchor, asked);
                    if (found instanceof PathOutcome.Valid) {
                        return found;
                    }
                    best = found;
                }
            }
            return best;
        } catch (RuntimeException unreadable) {
            // Extensions are read here for the first time; whatever goes wrong in them is no path.
            return new Refused(Fault.MALFORMED, 0, "a certificate cannot be read: " + unreadable.getMessage());
        }
    }

    /** Without an anchor of the right name: in the wrong order, or of nobody known. */
    private static Refused unknown(List<X509Certificate> chain, Collection<X509Certificate> anchors) {
        boolean reversed = chain.size() > 1;
        for (int i = 0; i + 1 < chain.size(); i++) {
            reversed &= chain.get(i)
                    .getSubjectX500Principal()
                    .equals(chain.get(i + 1).getIssuerX500Principal());
        }
        if (reversed) {
            return new Refused(Fault.ORDER, 0, "the chain is in reverse order: the end entity comes first");
        }
        return new Refused(
                Fault.NO_ANCHOR,
                chain.size() - 1,
                anchors.isEmpty()
                        ? "there is no trust anchor"
                        : "no trust anchor is named "
                                + chain.getLast().getIssuerX500Principal().getName());
    }

    /** @param path certificates below the anchor; none when the end entity is the anchor itself */
    private static PathOutcome below(List<X509Certificate> path, X509Certificate anchor, Question asked) {
        if (path.isEmpty()) {
            Refused untimely = untimely(anchor, 0, asked.at());
            Refused unfit = untimely == null ? endEntity(anchor, asked) : untimely;
            return unfit == null ? new PathOutcome.Valid(anchor) : unfit;
        }
        Refused unfit = anchor.getVersion() < VERSION_3 ? null : authority(anchor, path.size());
        Steps steps = new Steps(path.size(), asked.understood());
        steps.anchor(anchor);
        X509Certificate issuer = anchor;
        for (int i = path.size() - 1; i >= 0 && unfit == null; i--) {
            X509Certificate certificate = path.get(i);
            unfit = link(certificate, issuer, i, asked.at());
            if (unfit == null) {
                unfit = i == 0 ? steps.end(certificate) : steps.intermediate(certificate, i);
            }
            if (unfit == null && i == 0) {
                unfit = endEntity(certificate, asked);
            }
            issuer = certificate;
        }
        return unfit == null ? new PathOutcome.Valid(anchor) : unfit;
    }

    /** §6.1.3 a: names, signature, time. */
    private static @Nullable Refused link(X509Certificate certificate, X509Certificate issuer, int index, Instant at) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return new Refused(
                    Fault.ISSUER,
                    index,
                    "issued by " + certificate.getIssuerX500Principal().getName() + ", and the next one is "
                            + issuer.getSubjectX500Principal().getName());
        }
        Optional<String> weak = CertificateSignature.weakness(certificate, issuer.getPublicKey());
        if (weak.isPresent()) {
            return new Refused(Fault.WEAK, index, weak.get());
        }
        return CertificateSignature.holds(certificate, issuer.getPublicKey())
                ? untimely(certificate, index, at)
                : new Refused(Fault.SIGNATURE, index, "its issuer did not sign it");
    }

    private static @Nullable Refused untimely(X509Certificate certificate, int index, Instant at) {
        Instant begins = certificate.getNotBefore().toInstant();
        Instant ends = certificate.getNotAfter().toInstant();
        if (at.isBefore(begins)) {
            return new Refused(Fault.NOT_YET_VALID, index, "valid from " + begins);
        }
        // notAfter is inclusive and in whole seconds (§4.1.2.5).
        return at.isBefore(ends.plusSeconds(1)) ? null : new Refused(Fault.EXPIRED, index, "ended at " + ends);
    }

    /** §6.1.5: what is left to ask of the end entity. */
    private static @Nullable Refused endEntity(X509Certificate certificate, Question asked) {
        boolean[] usage = certificate.getKeyUsage();
        return usage == null || asked.purpose().allowedBy(usage)
                ? critical(certificate, 0, asked.understood())
                : new Refused(Fault.KEY_USAGE, 0, "its key is not for signatures");
    }

    static @Nullable Refused critical(X509Certificate certificate, int index, Set<String> understood) {
        List<String> unknown = new ArrayList<>();
        if (certificate.getCriticalExtensionOIDs() != null) {
            unknown.addAll(certificate.getCriticalExtensionOIDs());
        }
        unknown.removeAll(Extensions.PROCESSED);
        unknown.removeAll(understood);
        return unknown.isEmpty()
                ? null
                : new Refused(
                        Fault.CRITICAL_EXTENSION,
                        index,
                        "its critical extension " + unknown.getFirst() + " is not known here");
    }

    /** §6.1.4 k, n: an issuer says that it is an authority and that its key signs certificates. */
    static @Nullable Refused authority(X509Certificate issuer, int index) {
        if (issuer.getVersion() < VERSION_3 || issuer.getBasicConstraints() < 0) {
            return new Refused(
                    Fault.NOT_A_CA,
                    index,
                    issuer.getSubjectX500Principal().getName() + " is not a certification authority");
        }
        boolean[] usage = issuer.getKeyUsage();
        return usage == null || usage[KEY_CERT_SIGN]
                ? null
                : new Refused(
                        Fault.KEY_USAGE,
                        index,
                        "the key of " + issuer.getSubjectX500Principal().getName() + " does not sign certificates");
    }
}
