package dev.muster.core.network.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.network.NetworkFacts;
import java.time.Instant;
import java.util.List;

/** The device can be cut off. */
final class IsolationWorks extends StandardCheck {
    IsolationWorks() {
        super(
                "NW-quarantine",
                "the device was isolated when ordered",
                List.of(NetworkFacts.ISOLATION),
                HALF_YEAR,
                "run a quarantine drill on the device");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, NetworkFacts.ISOLATION)) {
            case "applied" -> Judgement.holds("it applied the isolating policy when ordered");
            case "failed" -> Judgement.breached("it did not apply the isolating policy");
            case "kept" -> Judgement.breached("it kept the isolating policy, and nothing enforces it");
            case "ordered" -> Judgement.undecided("isolation is ordered, the device has not reported yet");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
