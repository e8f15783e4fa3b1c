package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Check;
import dev.muster.core.assurance.Checks;
import java.util.List;

/** The checks that Muster ships. A new check is added to this list. */
public final class StandardChecks {
    private StandardChecks() {}

    /** All of them. */
    public static Checks all() {
        return new Checks(List.<Check>of(
                new EvidenceFresh(),
                new EvidenceSigned(),
                new ProtectedMeasurement(),
                new SoftwareMatches(),
                new TrustTier(),
                new NoUnknownParts(),
                new StateTracked(),
                new TrustAnchor(),
                new CertificateValid(),
                new KeyRenewed(),
                new FactoryIdentity(),
                new UniqueKey(),
                new DurableLog(),
                new StatementsLogged(),
                new PolicyEnforced(),
                new PolicyPresent(),
                new IsolationWorks(),
                new ReactsInTime(),
                new Recovers(),
                new MutualTls(),
                new CurrentTls(),
                new OldRefused(),
                new UpdatesAutomatic(),
                new UpdateInstalled(),
                new RunsNewest(),
                new UpdateTimely(),
                new RollBackWorks(),
                new SecureUpdate(),
                new ManifestVerified(),
                new ForeignSignerRefused(),
                new TamperRefused(),
                new SupportPeriod()));
    }
}
