package dev.muster.core.network.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.network.NetworkFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Nobody changes the rules behind the agent's back. */
final class RulesUnchanged extends StandardCheck {
    /** Told at least once a day; a day and a night without is silence. */
    private static final Duration TOLD_MAX = Duration.ofDays(2);

    RulesUnchanged() {
        super(
                "NW-unchanged",
                "nobody changed the rules of the device's packet filter",
                List.of(NetworkFacts.CHANGED),
                TOLD_MAX,
                "find out who changes them on the device; the agent loads them again, and counts from 0 when it is"
                        + " started again");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        Optional<Long> times = count(value(facts, NetworkFacts.CHANGED));
        if (times.isEmpty()) {
            return Judgement.undecided("the fact is no count");
        }
        return times.get() == 0
                ? Judgement.holds("its rules were as ordered whenever its agent looked")
                : Judgement.breached("its rules were changed or taken away, found " + times.get() + " times");
    }
}
