package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.ProductFact;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** A paper that a row asks for is on record. What it says is for a person to judge. */
final class PaperRecorded extends StandardCheck {
    private final ProductFact paper;

    PaperRecorded(ProductFact paper) {
        super(
                paper.check().orElseThrow(),
                paper.meaning() + ", and where that stands is on record",
                List.of(paper.fact()),
                LASTING,
                "record where it stands: muster product state PRODUCT " + paper.key() + " <address>");
        this.paper = paper;
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String value = value(facts, paper.fact());
        if (value.equals(ProductFact.NONE)) {
            return Judgement.breached("it is on record that there is none");
        }
        if (!paper.admits(value)) {
            return Judgement.undecided("the record is no place that this check knows: " + value);
        }
        return ProductFact.end(value)
                .map(end -> now.isBefore(end)
                        ? Judgement.holds("it stands at " + ProductFact.place(value) + ", until " + end, end)
                        : Judgement.breached("what stood at " + ProductFact.place(value) + " ended " + end))
                .orElseGet(() -> Judgement.holds("it stands at " + value));
    }
}
