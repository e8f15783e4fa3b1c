package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.ProductFact;
import dev.muster.core.assurance.ProductFacts;
import dev.muster.core.facts.Check;
import java.util.ArrayList;
import java.util.List;

/** The checks about the log itself, and about the papers of products. A new check is added to this list. */
public final class LedgerChecks {
    private LedgerChecks() {}

    /** All of them. */
    public static List<Check> all() {
        List<Check> all = new ArrayList<>(List.of(new DurableLog(), new StatementsLogged(), new Witnessed()));
        ProductFacts.all().stream()
                .filter(fact -> fact.kind() == ProductFact.Kind.PAPER)
                .forEach(paper -> all.add(new PaperRecorded(paper)));
        return List.copyOf(all);
    }
}
