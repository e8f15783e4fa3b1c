package dev.muster.core.update.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import dev.muster.format.update.suit.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Failures are told apart: a signed report names one of the registered reasons. */
final class FailureNamed extends StandardCheck {
    FailureNamed() {
        super(
                "UP-reason",
                "the device reports why an installation did not take place, in a registered word",
                List.of(UpdateFacts.FAILURE_REASON),
                HALF_YEAR,
                "run a drill on the device; an agent that gives no reason is to be replaced");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String reason = value(facts, UpdateFacts.FAILURE_REASON);
        if (reason.equals("none") || reason.equals(Reason.OK.word())) {
            return Judgement.breached("it reported a failure without a reason");
        }
        return Arrays.stream(Reason.values()).anyMatch(known -> known.word().equals(reason))
                ? Judgement.holds("it reported the reason " + reason)
                : Judgement.undecided("the reason " + reason + " is not registered");
    }
}
