package dev.muster.format.join.x509;

import dev.muster.format.pkix.KeyPurpose;
import dev.muster.format.pkix.PathOutcome;
import dev.muster.format.pkix.PathValidator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/**
 * A chain of certificates as a TLS peer sends it, leaf first, validated by RFC 5280 §6 against anchors that were
 * registered beforehand. No revocation lists: the register knows which devices are out.
 *
 * @param chain leaf first, 1 to {@value #MAX_CERTIFICATES}; the anchor itself may or may not be at its end
 */
public record CertificatePath(List<X509Certificate> chain) {

    /** Leaf, two intermediates, root; with DICE a certificate for each of a few layers above the leaf. As many as TLS takes. */
    public static final int MAX_CERTIFICATES = 8;

    /**
     * How far clocks may disagree. A factory's clock may run ahead of ours when a device comes straight from the line;
     * five minutes is what Kerberos and most PKI allow, and too little to bring back an identity that has ended.
     */
    public static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

    public CertificatePath {
        chain = List.copyOf(chain);
        if (chain.isEmpty() || chain.size() > MAX_CERTIFICATES) {
            throw new IllegalArgumentException("a chain has 1 to " + MAX_CERTIFICATES + " certificates");
        }
    }

    /** What validation found. */
    public sealed interface Outcome {
        /** The chain ends at {@code anchor}. */
        record Valid(X509Certificate anchor) implements Outcome {}

        /** @param reason {@code chain-untrusted}, {@code certificate-expired}, {@code certificate-not-yet-valid} */
        record Invalid(String reason, String detail) implements Outcome {}
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /**
     * The octets by which a voucher may name the key that signed a certificate: RFC 8366 §5.3 has those of the Authority Key
     * Identifier extension, which makers read as the identifier in it, as the extension's value, or as that in its OCTET
     * STRING. Empty when the certificate does not say.
     */
    public static List<byte[]> issuerKeyNames(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(Extension.authorityKeyIdentifier.getId());
        try {
            if (extension == null) {
                return List.of();
            }
            byte[] value = ASN1OctetString.getInstance(extension).getOctets();
            byte[] key = AuthorityKeyIdentifier.getInstance(value).getKeyIdentifierOctets();
            return key == null || key.length == 0 ? List.of(value, extension) : List.of(key, value, extension);
        } catch (RuntimeException unreadable) {
            return List.of();
        }
    }

    /** Validates at {@code now}, with {@link #MAX_CLOCK_SKEW} of tolerance at both ends of the leaf's validity. */
    public Outcome validate(Collection<X509Certificate> anchors, Instant now) {
        return validate(anchors, now, Set.of());
    }

    /** @param understood critical extensions that the caller reads itself */
    public Outcome validate(Collection<X509Certificate> anchors, Instant now, Set<String> understood) {
        Optional<Outcome.Invalid> untimely = untimely(now);
        if (untimely.isPresent()) {
            return untimely.get();
        }
        if (anchors.isEmpty()) {
            return new Outcome.Invalid("chain-untrusted", "no anchor is registered");
        }
        Instant begins = leaf().getNotBefore().toInstant();
        Instant ends = leaf().getNotAfter().toInstant();
        return validateAt(anchors, now.isBefore(begins) ? begins : now.isAfter(ends) ? ends : now, understood);
    }

    /** Whether the leaf's validity alone forbids {@code now}: the part of validation that changes with time. */
    public Optional<Outcome.Invalid> untimely(Instant now) {
        Instant begins = leaf().getNotBefore().toInstant();
        Instant ends = leaf().getNotAfter().toInstant();
        if (now.isBefore(begins.minus(MAX_CLOCK_SKEW))) {
            return Optional.of(new Outcome.Invalid("certificate-not-yet-valid", "valid from " + begins));
        }
        if (now.isAfter(ends.plus(MAX_CLOCK_SKEW))) {
            return Optional.of(new Outcome.Invalid("certificate-expired", "ended at " + ends));
        }
        return Optional.empty();
    }

    private Outcome validateAt(Collection<X509Certificate> anchors, Instant at, Set<String> understood) {
        return switch (PathValidator.validate(
                chain, anchors, new PathValidator.Question(at, KeyPurpose.SIGNATURE, understood))) {
            case PathOutcome.Valid valid -> new Outcome.Valid(valid.anchor());
            case PathOutcome.Refused refused ->
                new Outcome.Invalid(
                        switch (refused.fault()) {
                            case EXPIRED, NOT_YET_VALID -> "certificate-expired";
                            default -> "chain-untrusted";
                        },
                        refused.detail());
        };
    }
}
