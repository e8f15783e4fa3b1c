package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
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
                List.of(FactKeys.UPDATE_LATENCY),
                QUARTER,
                "start or resume the rollout");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String value = value(facts, FactKeys.UPDATE_LATENCY);
        return count(value)
                .map(seconds -> seconds <= MAX_SECONDS
                        ? Judgement.holds("proven on the device " + seconds + " s after publication")
                        : Judgement.breached("proven on the device only " + seconds + " s after publication"))
                .orElseGet(() -> Judgement.undecided("the latency is not a number: " + value));
    }
}
