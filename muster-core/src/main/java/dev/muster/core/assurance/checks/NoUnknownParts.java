package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** Parts that nobody vouches for are noticed. */
final class NoUnknownParts extends StandardCheck {
    NoUnknownParts() {
        super(
                "AT-unknown-part",
                "every measured part is known to a reference value",
                List.of(FactKeys.UNKNOWN_PARTS),
                DAY,
                "remove the unknown parts, or have the maker sign reference values for them");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String value = value(facts, FactKeys.UNKNOWN_PARTS);
        return count(value)
                .map(parts -> parts == 0
                        ? Judgement.holds("no part was measured that no reference value knows")
                        : Judgement.breached(parts + " measured parts are in no reference value"))
                .orElseGet(() -> Judgement.undecided("the number of unknown parts is not a number: " + value));
    }
}
