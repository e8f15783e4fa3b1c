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
                List.of(FactKeys.STATEMENTS),
                LASTING,
                "publish the maker's statements (reference values, manifests)");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String value = value(facts, FactKeys.STATEMENTS);
        return count(value)
                .map(statements -> statements > 0
                        ? Judgement.holds(statements + " statements about the product have a receipt")
                        : Judgement.breached("no statement about the product has a receipt"))
                .orElseGet(() -> Judgement.undecided("the number of statements is not a number: " + value));
    }
}
