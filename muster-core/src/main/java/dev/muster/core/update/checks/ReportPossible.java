package dev.muster.core.update.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.List;

/** What the device reports of an installation can have happened. */
final class ReportPossible extends StandardCheck {
    ReportPossible() {
        super(
                "UP-report",
                "the device's signed report of an installation is one that running the manifest can leave",
                List.of(UpdateFacts.REPORT_REPLAYED),
                HALF_YEAR,
                "roll a release out to the device; a report that is impossible means that its update software is not"
                        + " what it should be");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, UpdateFacts.REPORT_REPLAYED)) {
            case "possible" -> Judgement.holds("running the manifest here leaves the report that it signed");
            case "impossible" -> Judgement.breached("no way through the manifest leaves the report that it signed");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
