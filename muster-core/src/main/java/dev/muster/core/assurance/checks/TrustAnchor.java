package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** The device was given the anchor to trust, over an authenticated channel (RFC 7030 §4.1). */
final class TrustAnchor extends StandardCheck {
    TrustAnchor() {
        super(
                "EN-anchor",
                "the device was given its trust anchor by enrolment",
                List.of(FactKeys.ANCHOR),
                LASTING,
                "enrol the device so that it fetches /cacerts");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return Judgement.holds("enrolled under the authority " + value(facts, FactKeys.ANCHOR));
    }
}
