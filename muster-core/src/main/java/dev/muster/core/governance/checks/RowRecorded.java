package dev.muster.core.governance.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.governance.GovernanceFacts;
import dev.muster.core.governance.RowParts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A record of governance shows what a row asks for, and nothing has broken it since. */
final class RowRecorded extends StandardCheck {
    /** Governance comes round once a year. */
    private static final Duration YEAR = Duration.ofDays(366);

    private final String row;

    RowRecorded(RowParts.Part part) {
        super(
                "GV-" + part.row(),
                "a " + part.machine() + " shows " + part.kind() + " " + part.name(),
                List.of(GovernanceFacts.row(part.row())),
                YEAR,
                "record a " + part.machine() + " with " + part.kind() + " " + part.name());
        row = part.row();
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String value = value(facts, GovernanceFacts.row(row));
        return GovernanceFacts.broken(value)
                ? Judgement.breached("it is so no more: " + value)
                : Judgement.holds("shown by " + value);
    }
}
