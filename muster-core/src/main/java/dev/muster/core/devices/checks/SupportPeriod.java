package dev.muster.core.devices.checks;

import dev.muster.core.devices.DevicesFacts;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** The product is still supported. */
final class SupportPeriod extends StandardCheck {
    SupportPeriod() {
        super(
                "VU-support-period",
                "the product is within its published support period",
                List.of(DevicesFacts.SUPPORT_UNTIL),
                LASTING,
                "state the support period of the product, or replace devices whose support has ended");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String end = value(facts, DevicesFacts.SUPPORT_UNTIL);
        return time(end)
                .map(until -> now.isBefore(until)
                        ? Judgement.holds("its support ends " + until, until)
                        : Judgement.breached("its support ended " + until))
                .orElseGet(() -> Judgement.undecided("the end of support is not a time: " + end));
    }
}
