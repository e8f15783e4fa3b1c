package dev.muster.format.pkix;

import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Certificate policies along a path (RFC 5280 §6.1.2 to §6.1.5), with any-policy as what the user accepts. Only the
 * lowest level of the valid policy tree decides whether the tree is empty, so only that level is kept. Not thread-safe.
 */
final class Policies {
    /** anyPolicy, 2.5.29.32.0. */
    private static final String ANY = "551d2000";

    private static final int REQUIRE_EXPLICIT = 0x80;
    private static final int INHIBIT_MAPPING = 0x81;

    /** What the next certificate may name; empty when the tree is. */
    private Set<String> expected = Set.of(ANY);

    private int explicit;
    private int inhibitAny;
    private int mapping;

    Policies(int length) {
        explicit = length + 1;
        inhibitAny = length + 1;
        mapping = length + 1;
    }

    /** §6.1.3 d to f. False when a policy is required and none is left. */
    boolean accept(X509Certificate certificate, boolean last) {
        Optional<List<String>> named = Extensions.policies(certificate);
        Set<String> next = new HashSet<>();
        if (named.isPresent()) {
            boolean anyCounts = inhibitAny > 0 || (!last && selfIssued(certificate));
            for (String policy : named.get()) {
                if (policy.equals(ANY)) {
                    next.addAll(anyCounts ? expected : Set.of());
                } else if (expected.contains(policy) || expected.contains(ANY)) {
                    next.add(policy);
                }
            }
        }
        expected = next;
        return explicit > 0 || !expected.isEmpty();
    }

    /** §6.1.4 a, b, h to j: what this certificate says of those below it. */
    void prepare(X509Certificate certificate) {
        for (List<String> pair : Extensions.mappings(certificate)) {
            if (pair.contains(ANY)) {
                throw new IllegalArgumentException("a policy mapping from or to anyPolicy");
            }
        }
        Set<String> mapped = new HashSet<>(expected);
        for (List<String> pair : Extensions.mappings(certificate)) {
            boolean valid = expected.contains(pair.getFirst()) || expected.contains(ANY);
            mapped.remove(pair.getFirst());
            if (valid && mapping > 0) {
                mapped.add(pair.getLast());
            }
        }
        expected = mapped;
        if (!selfIssued(certificate)) {
            explicit = Math.max(0, explicit - 1);
            mapping = Math.max(0, mapping - 1);
            inhibitAny = Math.max(0, inhibitAny - 1);
        }
        explicit = Math.min(
                explicit,
                Extensions.policyConstraint(certificate, REQUIRE_EXPLICIT).orElse(explicit));
        mapping = Math.min(
                mapping,
                Extensions.policyConstraint(certificate, INHIBIT_MAPPING).orElse(mapping));
        inhibitAny =
                Math.min(inhibitAny, Extensions.inhibitAnyPolicy(certificate).orElse(inhibitAny));
    }

    /** §6.1.5 a, b, g: the end entity may itself ask for an explicit policy. */
    boolean end(X509Certificate certificate) {
        explicit = Math.max(0, explicit - 1);
        boolean required = Extensions.policyConstraint(certificate, REQUIRE_EXPLICIT)
                .filter(skip -> skip == 0)
                .isPresent();
        return (explicit > 0 && !required) || !expected.isEmpty();
    }

    static boolean selfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
