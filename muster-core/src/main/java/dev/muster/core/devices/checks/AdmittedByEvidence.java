package dev.muster.core.devices.checks;

import dev.muster.core.devices.DevicesFacts;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** The device showed what it runs before it came into service. */
final class AdmittedByEvidence extends StandardCheck {
    AdmittedByEvidence() {
        super(
                "DV-admitted",
                "the device came into service upon evidence that was good",
                List.of(DevicesFacts.ADMITTED),
                LASTING,
                "quarantine the device, and let it show evidence before it is let back");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, DevicesFacts.ADMITTED)) {
            case "by-evidence" -> Judgement.holds("the server let it into service upon its evidence");
            case "without-evidence" -> Judgement.breached("it came into service before it had shown anything");
            case "by-person" -> Judgement.undecided("a person let it into service; whether they looked is not seen");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
