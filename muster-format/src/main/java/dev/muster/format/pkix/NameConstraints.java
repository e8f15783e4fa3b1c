package dev.muster.format.pkix;

import dev.muster.format.der.DerReader;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The name constraints of the certificates above (RFC 5280 §4.2.1.10, §6.1.3 b and c). A name must lie within one permitted
 * tree of <em>each</em> certificate that permits trees of its form, and in no excluded one. A common name is a directory
 * name's part and never a DNS name. Not thread-safe.
 */
final class NameConstraints {
    private static final int PERMITTED = 0xA0;
    private static final int EXCLUDED = 0xA1;

    /** Trees of one certificate beyond this are a mistake or an attack: each is compared with each name. */
    private static final int MOST = 200;

    private record Trees(List<GeneralName> permitted, List<GeneralName> excluded) {}

    private final List<Trees> above = new ArrayList<>();

    /** §6.1.4 g. */
    void add(X509Certificate certificate) {
        Extensions.content(certificate, Extensions.NAME_CONSTRAINTS).ifPresent(value -> {
            DerReader sequence = value.enter(DerReader.SEQUENCE);
            List<GeneralName> permitted = sequence.peek() == PERMITTED ? trees(sequence, PERMITTED) : List.of();
            List<GeneralName> excluded = sequence.peek() == EXCLUDED ? trees(sequence, EXCLUDED) : List.of();
            sequence.end();
            above.add(new Trees(permitted, excluded));
        });
    }

    private static List<GeneralName> trees(DerReader sequence, int tag) {
        DerReader list = sequence.enter(tag);
        List<GeneralName> found = new ArrayList<>();
        while (list.more()) {
            DerReader tree = list.enter(DerReader.SEQUENCE);
            found.add(GeneralName.read(tree));
            if (tree.more()) {
                // §4.2.1.10: minimum is 0 and so absent in DER, maximum must be absent.
                throw new IllegalArgumentException("a name constraint with a minimum or maximum");
            }
            if (found.size() > MOST) {
                throw new IllegalArgumentException("more than " + MOST + " name constraints");
            }
        }
        return found;
    }

    /** Why a certificate's names are not allowed; empty when they are. */
    Optional<String> refuses(X509Certificate certificate) {
        if (above.isEmpty()) {
            return Optional.empty();
        }
        for (GeneralName name : GeneralName.of(certificate)) {
            for (Trees trees : above) {
                Optional<String> why = refuses(name, trees);
                if (why.isPresent()) {
                    return why;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> refuses(GeneralName name, Trees trees) {
        List<GeneralName> permitted = trees.permitted().stream()
                .filter(tree -> NameTree.sameForm(tree, name))
                .toList();
        List<GeneralName> excluded = trees.excluded().stream()
                .filter(tree -> NameTree.sameForm(tree, name))
                .toList();
        if (permitted.isEmpty() && excluded.isEmpty()) {
            return Optional.empty();
        }
        if (!NameTree.comparable(name)) {
            return Optional.of("a name of a form or shape whose constraint cannot be judged");
        }
        if (excluded.stream().anyMatch(tree -> NameTree.holds(tree, name))) {
            return Optional.of("a name that an issuer above excludes");
        }
        return permitted.isEmpty() || permitted.stream().anyMatch(tree -> NameTree.holds(tree, name))
                ? Optional.empty()
                : Optional.of("a name outside of what an issuer above permits");
    }
}
