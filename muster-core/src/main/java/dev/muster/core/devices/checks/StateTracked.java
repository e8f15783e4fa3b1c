package dev.muster.core.devices.checks;

import dev.muster.core.devices.DevicesFacts;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** The device has a known operational state. */
final class StateTracked extends StandardCheck {
    StateTracked() {
        super(
                "DV-state",
                "the operational state of the device is tracked",
                List.of(DevicesFacts.STATE),
                LASTING,
                "register the device");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return Judgement.holds("its state is " + value(facts, DevicesFacts.STATE));
    }
}
