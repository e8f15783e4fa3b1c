package dev.muster.core.update.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.List;

/** Releases reach the device in time. */
final class UpdateTimely extends StandardCheck {
    /** Thirty days: what public patch policies commonly ask for fixes that are not being exploited. */
    static final long MAX_SECONDS = 30L * 24 * 3600;

    UpdateTimely() {
        super(
                "UP-latency",
                "the last release was proven on the device within thirty days of its publication",
                List.of(UpdateFacts.LATENCY_SECONDS),
                QUARTER,
                "start or resume the rollout");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String value = value(facts, UpdateFacts.LATENCY_SECONDS);
        return count(value)
                .map(seconds -> seconds <= MAX_SECONDS
                        ? Judgement.holds("proven on the device " + seconds + " s after publication")
                        : Judgement.breached("proven on the device only " + seconds + " s after publication"))
                .orElseGet(() -> Judgement.undecided("the latency is not a number: " + value));
    }
}
