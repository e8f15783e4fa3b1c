package dev.muster.core.network.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.network.NetworkFacts;
import java.time.Instant;
import java.util.List;

/** The network policy is enforced, and we know by what. */
final class PolicyEnforced extends StandardCheck {
    PolicyEnforced() {
        super(
                "NW-mud-enforced",
                "the network policy is enforced by the kernel",
                List.of(NetworkFacts.ENFORCED),
                DAY,
                "run the device agent where it can load packet filter rules");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, NetworkFacts.ENFORCED)) {
            case "kernel-enforced" -> Judgement.holds("the device's kernel enforces the policy");
            case "not-enforced" -> Judgement.breached("the policy is not enforced");
            case "unrestricted" -> Judgement.breached("the policy in force restricts nothing");
            case "checked" -> Judgement.undecided("the policy is only checked, not enforced");
            case "simulated" -> Judgement.undecided("the device is simulated: the policy is recorded, not enforced");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
