package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** The product is still supported. */
final class SupportPeriod extends StandardCheck {
    SupportPeriod() {
        super(
                "VU-support-period",
                "the product is within its published support period",
                List.of(FactKeys.SUPPORT_UNTIL),
                LASTING,
                "state the support period of the product, or replace devices whose support has ended");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String end = value(facts, FactKeys.SUPPORT_UNTIL);
        return time(end)
                .map(until -> now.isBefore(until)
                        ? Judgement.holds("its support ends " + until, until)
                        : Judgement.breached("its support ended " + until))
                .orElseGet(() -> Judgement.undecided("the end of support is not a time: " + end));
    }
}
