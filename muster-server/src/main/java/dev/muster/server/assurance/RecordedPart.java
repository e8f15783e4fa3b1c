package dev.muster.server.assurance;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.assurance.ProductFact;
import dev.muster.core.assurance.ProductFacts;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Database;
import dev.muster.server.facts.SqlFactStore;
import dev.muster.server.web.Html;
import dev.muster.server.web.ProductPart;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is recorded of a product: its papers (SBOM, risk assessment, declarations), the answers that decide which rows
 * apply, what else entries say of it, and which papers are missing.
 */
final class RecordedPart implements ProductPart {
    private final Database database;
    private final EntryFacts facts;

    RecordedPart(Database database, EntryFacts facts) {
        this.database = database;
        this.facts = facts;
    }

    @Override
    public Optional<Html.Node> show(Seen seen) {
        OrgId org = new OrgId(seen.frame().org());
        Subject product = new Subject("product", seen.product());
        Map<String, Known> known = new HashMap<>();
        database.<List<Known>>read(tx -> {
                    SqlFactStore store = new SqlFactStore(tx, org, facts);
                    return seen.frame().asOf().isPresent()
                            ? store.known(seen.now()).apply(product)
                            : store.now(product);
                })
                .forEach(one -> known.put(one.fact().key(), one)); // the newest of each key comes last
        List<ProductFact> papers = of(ProductFact.Kind.PAPER);
        List<ProductFact> missing =
                papers.stream().filter(paper -> none(known, paper)).toList();
        return Optional.of(Html.all(List.of(
                missing(seen, missing),
                table(seen, "Papers", papers, known),
                table(seen, "Answers that decide which rows ask for anything", of(ProductFact.Kind.YES_NO), known),
                table(seen, "What is meant to be there", of(ProductFact.Kind.LIST), known),
                others(seen, known))));
    }

    private static List<ProductFact> of(ProductFact.Kind kind) {
        return ProductFacts.all().stream().filter(one -> one.kind() == kind).toList();
    }

    private static boolean none(Map<String, Known> known, ProductFact paper) {
        Known found = known.get(paper.key());
        return found == null || found.value().equals(ProductFact.NONE);
    }

    private static Html.Node missing(Seen seen, List<ProductFact> missing) {
        if (missing.isEmpty()) {
            return Html.Node.NOTHING;
        }
        return el(
                "section",
                attr("class", "panel fair"),
                el("h2", missing.size() + (missing.size() == 1 ? " paper is" : " papers are") + " missing"),
                el("details", el("summary", "Which"), el("ul", Html.each(missing, one -> el("li", one.meaning())))),
                el(
                        "p",
                        attr("class", "next"),
                        text("Ask the maker, and record where each lies: "),
                        el("code", "muster product state " + seen.product() + " FACT PLACE")));
    }

    /** Closed until somebody asks for it: a well kept product has fifty rows. */
    private static Html.Node table(Seen seen, String title, List<ProductFact> of, Map<String, Known> known) {
        List<List<Html.Node>> rows = of.stream()
                .filter(one -> one.kind() != ProductFact.Kind.PAPER || !none(known, one))
                .flatMap(one ->
                        Optional.ofNullable(known.get(one.key()))
                                .map(found -> row(seen, one.meaning(), found))
                                .stream())
                .toList();
        return el(
                "section",
                attr("id", "recorded-" + of.getFirst().kind().word()),
                el("h2", title + ": " + rows.size() + " recorded"),
                rows.isEmpty()
                        ? Html.Node.NOTHING
                        : el(
                                "details",
                                el("summary", "Which, since when, and by which entry"),
                                Table.whole("", List.of("What", "Recorded", "Since", "From"), rows)));
    }

    /** What entries say of it beyond what people record: vulnerabilities, for one. */
    private static Html.Node others(Seen seen, Map<String, Known> known) {
        List<String> named = ProductFacts.all().stream().map(ProductFact::key).toList();
        return Table.whole(
                "What else is known",
                List.of("What", "Value", "Since", "From"),
                known.values().stream()
                        .filter(one -> !named.contains(one.fact().key()))
                        .sorted(Comparator.comparing(one -> one.fact().key()))
                        .map(one -> row(seen, one.fact().key(), one))
                        .toList());
    }

    private static List<Html.Node> row(Seen seen, String what, Known known) {
        return List.of(
                text(what),
                text(known.value()),
                Shown.time(known.fact().effectiveAt(), seen.now()),
                el(
                        "a",
                        attr("class", "entry"),
                        attr(
                                "href",
                                seen.frame()
                                        .to("entries/" + known.fact().entry())
                                        .toString()),
                        text("entry " + known.fact().entry())));
    }
}
