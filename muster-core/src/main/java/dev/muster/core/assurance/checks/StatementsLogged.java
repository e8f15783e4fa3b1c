package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** What the maker says is on the record. */
final class StatementsLogged extends StandardCheck {
    StatementsLogged() {
        super(
                "LG-statements",
                "signed statements of the maker about the product are registered in the log",
                List.of(FactKeys.STATEMENT),
                LASTING,
                "publish the maker's statements (reference values, manifests)");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return Judgement.holds("the log registered a statement of type " + value(facts, FactKeys.STATEMENT));
    }
}
