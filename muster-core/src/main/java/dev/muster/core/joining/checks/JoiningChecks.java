package dev.muster.core.joining.checks;

import dev.muster.core.facts.Check;
import java.util.List;

/** The checks about identity, certificates and connections. A new check is added to this list. */
public final class JoiningChecks {
    private JoiningChecks() {}

    /** All of them. */
    public static List<Check> all() {
        return List.of(
                new TrustAnchor(),
                new CertificateValid(),
                new KeyRenewed(),
                new FactoryIdentity(),
                new JoinedAlone(),
                new UniqueKey(),
                new MutualTls(),
                new CurrentTls(),
                new CurrentSuite(),
                new CurrentKeyKind(),
                new SmallKey());
    }
}
