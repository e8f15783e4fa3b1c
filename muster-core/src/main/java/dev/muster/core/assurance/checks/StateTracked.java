package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** The device has a known operational state. */
final class StateTracked extends StandardCheck {
    StateTracked() {
        super(
                "DV-state",
                "the operational state of the device is tracked",
                List.of(FactKeys.STATE),
                LASTING,
                "register the device");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return Judgement.holds("its state is " + value(facts, FactKeys.STATE));
    }
}
