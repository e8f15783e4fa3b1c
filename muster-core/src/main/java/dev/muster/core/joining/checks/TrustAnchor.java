package dev.muster.core.joining.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.joining.JoiningFacts;
import java.time.Instant;
import java.util.List;

/** The device was given the anchor to trust, over an authenticated channel (RFC 7030 §4.1). */
final class TrustAnchor extends StandardCheck {
    TrustAnchor() {
        super(
                "EN-anchor",
                "the device was given its trust anchor by enrolment",
                List.of(JoiningFacts.ANCHOR),
                LASTING,
                "enrol the device so that it fetches /cacerts");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return Judgement.holds("enrolled under the authority " + value(facts, JoiningFacts.ANCHOR));
    }
}
