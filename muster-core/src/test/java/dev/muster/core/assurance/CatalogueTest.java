package dev.muster.core.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    @Test
    void aRowIsFoundByItsIdWithOrWithoutItsSource() {
        assertThat(catalogue.named("5.3-9"))
                .isEqualTo(catalogue.named("ETSI/5.3-9"))
                .hasSize(1);
        assertThat(catalogue.named("5.99")).isEmpty();
    }
}
