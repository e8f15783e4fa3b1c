package dev.muster.core.network.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.network.NetworkFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The network policy is enforced, and we know by what. */
final class PolicyEnforced extends StandardCheck {
    /** The kernel's rules are read back when a policy is applied, and hold until something else is; two weeks and a day. */
    private static final Duration READ_BACK_MAX = Duration.ofDays(15);

    PolicyEnforced() {
        super(
                "NW-mud-enforced",
                "the network policy is enforced by the kernel",
                List.of(NetworkFacts.ENFORCED),
                READ_BACK_MAX,
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
