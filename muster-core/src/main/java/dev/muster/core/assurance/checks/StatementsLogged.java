package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.LedgerFacts;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the maker says is on the record. */
final class StatementsLogged extends StandardCheck {
    /** Stated by the register of devices: which product's statements are looked for. */
    private static final FactKey PRODUCT = FactKey.device("devices.product");

    /** Stated by updates. */
    private static final FactKey PUBLISHED = FactKey.product("update.published");

    StatementsLogged() {
        super(
                "LG-statements",
                "signed statements of the maker about the product are registered in the log",
                List.of(PRODUCT),
                LASTING,
                "publish the maker's statements (reference values, manifests)");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(LedgerFacts.STATEMENT, PUBLISHED);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        Optional<String> statement = facts.value(LedgerFacts.STATEMENT);
        if (statement.isPresent()) {
            return Judgement.holds("the log registered a statement of type " + statement.get());
        }
        return facts.value(PUBLISHED)
                .map(release -> Judgement.breached(
                        "release " + release + " was published, and the log has no statement about the product"))
                .orElseGet(() -> Judgement.undecided("nothing was published yet about the product"));
    }
}
