package dev.muster.core.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.facts.Check;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The shipped data files and the shipped checks fit one another. */
class CatalogueTest {
    private final Set<String> checks = EveryCheck.all().ids();
    private final Catalogue catalogue = ShippedCatalogue.read(checks);

    @Test
    void everyRowOfTheSourcesIsThere() {
        Map<String, Integer> rows = new TreeMap<>();
        catalogue.requirements().forEach(r -> rows.merge(r.id().source(), 1, Integer::sum));
        assertThat(rows)
                .isEqualTo(
                        Map.of("7P", 7, "ENISA", 58, "ETSI", 67, "NIST-CAT", 41, "NIST-CORE", 23, "NIST-NONTECH", 117));
        assertThat(catalogue.requirements()).hasSize(313);
    }

    /** Rows on which something of a device or of the server could bear; the others rest on what people write. */
    @Test
    void whatFactsCouldReachIsCounted() {
        Map<String, Integer> reachable = new TreeMap<>();
        catalogue.requirements().stream()
                .filter(Requirement::mayRestOnFacts)
                .forEach(r -> reachable.merge(r.id().source(), 1, Integer::sum));
        assertThat(reachable)
                .isEqualTo(
                        Map.of("7P", 7, "ENISA", 52, "ETSI", 56, "NIST-CAT", 40, "NIST-CORE", 23, "NIST-NONTECH", 34));
    }

    @Test
    void aProvisionSaysWhetherItIsADutyOrARecommendation() {
        Map<Requirement.Modality, Long> words = catalogue.requirements().stream()
                .filter(r -> r.id().source().equals("ETSI"))
                .collect(Collectors.groupingBy(Requirement::modality, Collectors.counting()));
        // Counted in EN 303 645 V2.1.1, clauses 5 and 6.
        assertThat(words).isEqualTo(Map.of(Requirement.Modality.SHALL, 32L, Requirement.Modality.SHOULD, 35L));
        assertThat(catalogue.requirements().stream().filter(r -> r.modality() == Requirement.Modality.EXAMPLE))
                .extracting(r -> r.id().id())
                .containsExactly(
                        "SEC-OPS-07a", "SEC-OPS-07b", "SEC-OPS-07c", "SEC-OPS-07d", "SEC-OPS-07e", "SEC-OPS-07f");
    }

    @Test
    void aConditionOfTheSourceIsNotLost() {
        assertThat(catalogue.named("5.1-1").getFirst().condition())
                .contains(new Requirement.Condition("product.passwords", "passwords are used"));
        assertThat(catalogue.named("5.3-13").getFirst().condition()).isEmpty();
    }

    @Test
    void eachOfTheSevenPropertiesAsksItsQuestion() {
        assertThat(catalogue.requirements().stream().filter(r -> !r.acceptance().equals("-")))
                .extracting(r -> r.id().source())
                .hasSize(7)
                .containsOnly("7P");
    }

    @Test
    void everyTechnologyIsSpecifiedSomewhere() {
        Set<String> named = new TreeSet<>();
        catalogue.requirements().stream()
                .filter(r -> !r.technologies().equals("-"))
                .forEach(r -> named.addAll(List.of(r.technologies().split(","))));
        assertThat(catalogue.technologies()).extracting(Technology::name).containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void everyCheckIsLinkedAndEveryLinkNamesACheck() {
        assertThat(catalogue.linkedChecks()).isEqualTo(new TreeSet<>(checks));
    }

    @Test
    void oneRowIsExcludedByItsSource() {
        assertThat(catalogue.requirements().stream().filter(Requirement::excludedBySource))
                .extracting(r -> r.id().text())
                .containsExactly("NIST-NONTECH/NT-10-M1");
    }

    @Test
    void hardwareAndProceduresAreNeverAnsweredInFullByACheck() {
        assertThat(catalogue.links().stream()
                        .filter(link -> link.sufficiency() == Sufficiency.FULL)
                        .map(link ->
                                catalogue.find(link.requirement()).orElseThrow().kind()))
                .containsOnly(Requirement.Kind.AUTOMATABLE);
    }

    @Test
    void aPartialLinkSaysWhatItDoesNotCover() {
        assertThat(catalogue.links().stream()
                        .filter(l -> l.sufficiency() == Sufficiency.PARTIAL
                                && l.note().isEmpty())
                        .filter(l -> catalogue.linksByRequirement().get(l.requirement()).stream()
                                .noneMatch(o -> o.sufficiency() == Sufficiency.FULL)))
                .isEmpty();
    }

    /** What the data file says of a check is what the check does. */
    @Test
    void aLinkSaysTheAgeOfItsCheck() {
        assertThat(catalogue.links()).allSatisfy(link -> {
            Check check = EveryCheck.all().get(link.check());
            String age = check.maxAge().equals(Check.LASTING)
                    ? LinkRules.LASTING
                    : check.maxAge().toString();
            assertThat(link.age()).as(link.requirement() + " " + link.check()).isEqualTo(age);
        });
    }

    @Test
    void aRowIsFoundByItsIdWithOrWithoutItsSource() {
        assertThat(catalogue.named("5.3-9"))
                .isEqualTo(catalogue.named("ETSI/5.3-9"))
                .hasSize(1);
        assertThat(catalogue.named("5.99")).isEmpty();
    }
}
