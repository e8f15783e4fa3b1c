package dev.muster.format.pkix;

import dev.muster.format.pkix.PathOutcome.Fault;
import dev.muster.format.pkix.PathOutcome.Refused;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What certificates above demand of those below, carried down the path (RFC 5280 §6.1.2). Not thread-safe. */
final class Steps {
    private final NameConstraints names = new NameConstraints();
    private final Policies policies;
    private final Set<String> understood;
    private int below;

    Steps(int length, Set<String> understood) {
        this.understood = understood;
        policies = new Policies(length);
        below = length;
    }

    /** Path length and names of the anchor's own extensions (RFC 5937 §3). */
    void anchor(X509Certificate anchor) {
        below = Math.min(below, anchor.getBasicConstraints() < 0 ? below : anchor.getBasicConstraints());
        names.add(anchor);
    }

    /** A certificate between anchor and end entity: §6.1.3 b to f and §6.1.4. */
    @Nullable
    Refused intermediate(X509Certificate certificate, int index) {
        boolean selfIssued = Policies.selfIssued(certificate);
        Refused unfit = selfIssued ? null : names(certificate, index);
        if (unfit == null && !policies.accept(certificate, false)) {
            unfit = new Refused(Fault.POLICY, index, "no valid policy is left, and one is required");
        }
        if (unfit == null) {
            unfit = PathValidator.authority(certificate, index);
        }
        if (unfit == null && !selfIssued && below-- <= 0) {
            unfit = new Refused(Fault.PATH_LENGTH, index, "the path is longer than an issuer above allows");
        }
        if (unfit != null) {
            return unfit;
        }
        below = Math.min(below, certificate.getBasicConstraints());
        policies.prepare(certificate);
        names.add(certificate);
        return PathValidator.critical(certificate, index, understood);
    }

    /** The end entity: its names are judged also when it is self-issued. */
    @Nullable
    Refused end(X509Certificate certificate) {
        Refused unfit = names(certificate, 0);
        return unfit == null && !(policies.accept(certificate, true) && policies.end(certificate))
                ? new Refused(Fault.POLICY, 0, "no valid policy is left, and one is required")
                : unfit;
    }

    private @Nullable Refused names(X509Certificate certificate, int index) {
        Optional<String> why = names.refuses(certificate);
        return why.isPresent() ? new Refused(Fault.NAME_CONSTRAINTS, index, why.get()) : null;
    }
}
