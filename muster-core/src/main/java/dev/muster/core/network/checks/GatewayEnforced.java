package dev.muster.core.network.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.network.NetworkFacts;
import java.time.Instant;
import java.util.List;

/** The gateway before the device holds it to its policy. */
final class GatewayEnforced extends StandardCheck {
    GatewayEnforced() {
        super(
                "NW-gateway-enforced",
                "a gateway's kernel enforces the device's network policy",
                List.of(NetworkFacts.GUARDED),
                LASTING,
                "run the agent of the gateway with --gateway where it can load packet filter rules");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, NetworkFacts.GUARDED)) {
            case "kernel-enforced" -> Judgement.holds("its gateway's kernel enforces the policy");
            case "not-enforced" -> Judgement.breached("its gateway keeps the policy and does not enforce it");
            case "unrestricted" -> Judgement.breached("the policy at its gateway restricts nothing");
            case "failed" -> Judgement.breached("its gateway could not put the policy in force");
            case "none" -> Judgement.undecided("no gateway guards it any more");
            case "simulated" -> Judgement.undecided("its gateway is simulated: the policy is recorded, not enforced");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
