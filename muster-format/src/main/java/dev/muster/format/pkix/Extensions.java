package dev.muster.format.pkix;

import dev.muster.format.der.DerReader;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The extensions that path validation reads (RFC 5280 §4.2), by object identifier. */
final class Extensions {
    static final String KEY_USAGE = "2.5.29.15";
    static final String SUBJECT_ALT_NAME = "2.5.29.17";
    static final String BASIC_CONSTRAINTS = "2.5.29.19";
    static final String NAME_CONSTRAINTS = "2.5.29.30";
    static final String POLICIES = "2.5.29.32";
    static final String POLICY_MAPPINGS = "2.5.29.33";
    static final String POLICY_CONSTRAINTS = "2.5.29.36";
    static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    static final String INHIBIT_ANY_POLICY = "2.5.29.54";

    /** Critical extensions that are processed here; any other critical one refuses the path (§6.1.4 o, §6.1.5 f). */
    static final Set<String> PROCESSED = Set.of(
            KEY_USAGE,
            SUBJECT_ALT_NAME,
            BASIC_CONSTRAINTS,
            NAME_CONSTRAINTS,
            POLICIES,
            POLICY_MAPPINGS,
            POLICY_CONSTRAINTS,
            EXTENDED_KEY_USAGE,
            INHIBIT_ANY_POLICY);

    /** Policies of a certificate beyond this are a mistake or an attack: each is compared with each above it. */
    private static final int MOST_POLICIES = 100;

    private Extensions() {}

    /** The content of an extension, without the octet string around it. */
    static Optional<DerReader> content(X509Certificate certificate, String oid) {
        byte[] wrapped = certificate.getExtensionValue(oid);
        return wrapped == null
                ? Optional.empty()
                : Optional.of(DerReader.of(DerReader.of(wrapped).content(DerReader.OCTET_STRING)));
    }

    /** Policy identifiers as hex of their DER content; their qualifiers are for people. */
    static Optional<List<String>> policies(X509Certificate certificate) {
        return content(certificate, POLICIES).map(value -> {
            DerReader sequence = value.enter(DerReader.SEQUENCE);
            List<String> found = new ArrayList<>();
            while (sequence.more()) {
                found.add(oid(sequence.enter(DerReader.SEQUENCE)));
                if (found.size() > MOST_POLICIES) {
                    throw new IllegalArgumentException("more than " + MOST_POLICIES + " policies");
                }
            }
            return found;
        });
    }

    /** Pairs of issuer's and subject's policy. */
    static List<List<String>> mappings(X509Certificate certificate) {
        List<List<String>> found = new ArrayList<>();
        content(certificate, POLICY_MAPPINGS).ifPresent(value -> {
            DerReader sequence = value.enter(DerReader.SEQUENCE);
            while (sequence.more()) {
                DerReader pair = sequence.enter(DerReader.SEQUENCE);
                found.add(List.of(oid(pair), oid(pair)));
                if (found.size() > MOST_POLICIES) {
                    throw new IllegalArgumentException("more than " + MOST_POLICIES + " policy mappings");
                }
            }
        });
        return found;
    }

    /** requireExplicitPolicy (tag 80) or inhibitPolicyMapping (tag 81) of policyConstraints. */
    static Optional<Integer> policyConstraint(X509Certificate certificate, int tag) {
        return content(certificate, POLICY_CONSTRAINTS).flatMap(value -> {
            DerReader sequence = value.enter(DerReader.SEQUENCE);
            while (sequence.more()) {
                int found = sequence.peek();
                int skip = number(sequence.content(found));
                if (found == tag) {
                    return Optional.of(skip);
                }
            }
            return Optional.empty();
        });
    }

    static Optional<Integer> inhibitAnyPolicy(X509Certificate certificate) {
        return content(certificate, INHIBIT_ANY_POLICY).map(value -> number(value.content(DerReader.INTEGER)));
    }

    /** A count of certificates; larger ones than any path are as good as the largest. */
    private static int number(byte[] content) {
        if (content.length == 0 || content[0] < 0) {
            throw new IllegalArgumentException("a negative or empty number of certificates");
        }
        return content.length > 1 ? Byte.MAX_VALUE : content[0];
    }

    private static String oid(DerReader at) {
        return HexFormat.of().formatHex(at.content(DerReader.OID));
    }
}
