package dev.muster.core.attestation.checks;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** The evidence says that nobody can debug the device (RFC 9711 §4.2.9). */
final class DebugOff extends StandardCheck {
    DebugOff() {
        super(
                "AT-debug",
                "the device's evidence says that debugging is off",
                List.of(AttestationFacts.DEBUG),
                DAY,
                "switch debugging off, for good where the hardware allows it");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String debug = value(facts, AttestationFacts.DEBUG);
        return switch (debug) {
            case "disabled", "disabled-since-boot", "disabled-permanently", "disabled-fully-and-permanently" ->
                Judgement.holds("it says that debugging is " + debug);
            case "enabled" -> Judgement.breached("it says that debugging is enabled");
            default -> Judgement.undecided("the fact says " + debug + ", which this check does not know");
        };
    }
}
