package dev.muster.core.joining.checks;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.Known;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.joining.JoiningFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The device was given the anchor to trust, over an authenticated channel (RFC 7030 §4.1). */
final class TrustAnchor extends StandardCheck {
    TrustAnchor() {
        super(
                "EN-anchor",
                "the device was given the trust anchor that issues today",
                List.of(JoiningFacts.ANCHOR),
                LASTING,
                "enrol the device so that it fetches /cacerts");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(JoiningFacts.AUTHORITY);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String anchor = value(facts, JoiningFacts.ANCHOR);
        Optional<Known> issues = facts.latest(JoiningFacts.AUTHORITY)
                .filter(known -> !known.value().equals(anchor));
        Optional<Instant> overdue =
                issues.map(known -> known.fact().effectiveAt().plus(MutualTls.SEEN_MAX));
        if (overdue.filter(end -> !now.isBefore(end)).isPresent()) {
            return Judgement.breached("its certificate is by the authority " + anchor + ", and since "
                    + issues.orElseThrow().fact().effectiveAt() + " another one issues");
        }
        String reason = "enrolled under the authority " + anchor;
        return overdue.map(end -> Judgement.holds(reason + ", which another one has replaced", end))
                .orElseGet(() -> Judgement.holds(reason));
    }
}
