package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** There is a rule for whom the device may talk to. */
final class PolicyPresent extends StandardCheck {
    PolicyPresent() {
        super(
                "NW-mud-present",
                "a network policy is set for the device",
                List.of(FactKeys.POLICY),
                LASTING,
                "give the device's product a network policy");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String policy = value(facts, FactKeys.POLICY);
        // The policy "normal" is the absence of a restriction, until policies come from the device's product.
        return policy.equals("normal")
                ? Judgement.undecided("the policy normal restricts nothing")
                : Judgement.holds("the policy " + policy + " is set for the device");
    }
}
