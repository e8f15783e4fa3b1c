package dev.muster.core.assurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A link that a row cannot carry stops the reading, with the row and the rule. */
class LinkRulesTest {
    private static final String ROWS = "#version\t1\n#source\tX\tExample\n"
            + String.join("\t", CatalogueReader.JUDGED_HEADER) + "\n"
            + "X\tauto\tdevice\tDo it\ttechnical-automatable\t-\tO:seen\tshall\t-\t-\t-\n"
            + "X\thard\tdevice\tBe it\thardware\t-\tA:proved\tshall\t-\t-\t-\n"
            + "X\tpaper\toperator\tWrite it\tprocedural\t-\tD:paper\tshall\t-\t-\t-\n"
            + "X\texample\tdevice\tFor example\ttechnical-automatable\t-\tO:seen\texample\t-\t-\t-\n";

    private static Catalogue read(String link) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("rows", ROWS);
        files.put("links", String.join("\t", CatalogueReader.LINK_HEADER) + "\nX\t" + link.replace(' ', '\t') + "\n");
        return CatalogueReader.read(files, Set.of("AT-fresh"));
    }

    @ParameterizedTest
    @CsvSource({
        "hard AT-fresh FULL ATTESTED PT24H silence -,kind",
        "paper AT-fresh FULL ATTESTED PT24H silence -,kind",
        "example AT-fresh FULL ATTESTED PT24H silence -,example",
        "auto AT-fresh FULL RECORDED PT24H silence -,grade",
        "auto AT-fresh FULL OBSERVED lasting silence -,age",
        "auto AT-fresh FULL OBSERVED PT24H - -,breakable",
        "auto AT-fresh PARTIAL OBSERVED PT24H - -,breakable",
        "hard AT-fresh PARTIAL REPORTED PT24H silence -,hardware"
    })
    void aLinkThatItsRowCannotCarryNamesRowAndRule(String link, String rule) {
        assertThatThrownBy(() -> read(link))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("X/" + link.substring(0, link.indexOf(' ')))
                .hasMessageContaining("rule " + rule + ":");
    }

    @ParameterizedTest
    @CsvSource({
        "auto AT-fresh FULL OBSERVED PT24H silence -",
        "hard AT-fresh PARTIAL ATTESTED PT24H silence -",
        "hard AT-fresh AGAINST REPORTED PT24H silence -",
        "paper AT-fresh PARTIAL DOCUMENTED lasting silence -"
    })
    void whatARowCanCarryIsRead(String link) {
        assertThat(read(link).links()).hasSize(1);
    }

    private static Verdict verdict(String link, String status, Grade grade) {
        Catalogue catalogue = read(link);
        Facts facts = key -> key.equals(FactKey.device("attestation.status"))
                ? Optional.of(new Known(new Fact(Given.CAM, key.key(), status, Given.T0, grade, 1), Given.T0))
                : Optional.empty();
        Requirement row =
                catalogue.find(catalogue.links().getFirst().requirement()).orElseThrow();
        var check = EveryCheck.all().get("AT-tier");
        Finding finding = Finding.of(check, facts, Given.T0);
        return Assessment.of(row, List.of(new Branch(catalogue.links().getFirst(), check, finding)), Optional.empty());
    }

    @Test
    void aPassOnAWeakerGradeShowsNothing() {
        String link = "hard AT-fresh PARTIAL ATTESTED PT24H silence -";
        assertThat(verdict(link, "affirming", Grade.ATTESTED)).isInstanceOf(Verdict.Partly.class);
        assertThat(verdict(link, "affirming", Grade.REPORTED)).isInstanceOf(Verdict.Unknown.class);
        assertThat(verdict(link, "contraindicated", Grade.REPORTED)).isInstanceOf(Verdict.NotSupported.class);
    }

    @Test
    void whatOnlySpeaksAgainstARowNeverSpeaksForIt() {
        String link = "hard AT-fresh AGAINST REPORTED PT24H silence -";
        assertThat(verdict(link, "affirming", Grade.ATTESTED)).isInstanceOf(Verdict.Unknown.class);
        assertThat(verdict(link, "contraindicated", Grade.REPORTED)).isInstanceOf(Verdict.NotSupported.class);
    }
}
