package dev.muster.core.response.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.response.ResponseFacts;
import java.time.Instant;
import java.util.List;

/** Contradicting evidence is answered without a person. */
final class ReactsInTime extends StandardCheck {
    /** A minute is far below what a person needs, and far above what the server needs under load. */
    static final long MAX_SECONDS = 60;

    ReactsInTime() {
        super(
                "RS-react",
                "contradicting evidence quarantined the device within a minute",
                List.of(ResponseFacts.REACTION_SECONDS),
                HALF_YEAR,
                "run a tamper drill on a canary device and see why the response was late");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String value = value(facts, ResponseFacts.REACTION_SECONDS);
        return count(value)
                .map(seconds -> seconds <= MAX_SECONDS
                        ? Judgement.holds("quarantined " + seconds + " s after the evidence")
                        : Judgement.breached("quarantined only " + seconds + " s after the evidence"))
                .orElseGet(() -> Judgement.undecided("the reaction time is not a number: " + value));
    }
}
