package dev.muster.core.network.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.network.NetworkFacts;
import java.time.Instant;
import java.util.List;

/** There is a rule for whom the device may talk to. */
final class PolicyPresent extends StandardCheck {
    PolicyPresent() {
        super(
                "NW-mud-present",
                "a network policy is set for the device",
                List.of(NetworkFacts.POLICY),
                LASTING,
                "give the device's product a network policy");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String policy = value(facts, NetworkFacts.POLICY);
        // The policy "normal" is the absence of a restriction, until policies come from the device's product.
        return policy.equals("normal")
                ? Judgement.breached("the policy normal restricts nothing")
                : Judgement.holds("the policy " + policy + " is set for the device");
    }
}
