package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.LedgerFacts;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** What the maker says is on the record. */
final class StatementsLogged extends StandardCheck {
    StatementsLogged() {
        super(
                "LG-statements",
                "signed statements of the maker about the product are registered in the log",
                List.of(LedgerFacts.STATEMENT),
                LASTING,
                "publish the maker's statements (reference values, manifests)");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return Judgement.holds("the log registered a statement of type " + value(facts, LedgerFacts.STATEMENT));
    }
}
