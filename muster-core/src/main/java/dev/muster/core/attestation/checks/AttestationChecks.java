package dev.muster.core.attestation.checks;

import dev.muster.core.facts.Check;
import java.util.List;

/** The checks about what a device shows of its software. A new check is added to this list. */
public final class AttestationChecks {
    private AttestationChecks() {}

    /** All of them. */
    public static List<Check> all() {
        return List.of(
                new ComesBackClean(),
                new EvidenceFresh(),
                new EvidenceSigned(),
                new KeyInHardware(),
                new NoUnknownParts(),
                new ProtectedMeasurement(),
                new SoftwareMatches(),
                new TrustTier(),
                new DebugOff(),
                new OneOfAKind(),
                new ResultBelieved(),
                new EvidenceAccepted());
    }
}
