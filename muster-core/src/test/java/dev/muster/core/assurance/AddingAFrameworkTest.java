package dev.muster.core.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.joining.JoiningFacts;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The two files of {@code docs/adding/a-framework.md} are all that a framework needs. */
class AddingAFrameworkTest {
    private static final Pattern FILE = Pattern.compile("(?s)```tsv\\n(.*?)```");
    private static Assessor assessor;

    @BeforeAll
    static void read() throws IOException {
        String page = Files.readString(
                Path.of(System.getProperty("muster.root", "..")).resolve("docs/adding/a-framework.md"));
        List<String> files =
                FILE.matcher(page).results().map(match -> match.group(1)).toList();
        Map<String, String> all = new LinkedHashMap<>(ShippedCatalogue.files());
        all.put("example-requirements.tsv", files.getFirst());
        all.put("example-links.tsv", files.getLast());
        assessor = new Assessor(CatalogueReader.read(all, EveryCheck.all().ids()), EveryCheck.all());
    }

    private static Verdict.Kind verdict(Given given, String row) {
        return assessor.posture(given.register(), Given.CAM, Given.T0)
                .verdicts()
                .get(new RequirementId("EX", row))
                .kind();
    }

    @Test
    void itsRowsAreJudgedBesideTheShippedOnes() {
        assertThat(assessor.catalogue().sources()).extracting(Source::id).contains("EX", "ETSI");
        Given given = Given.cam().fact(JoiningFacts.KEY_UNIQUE, "true");
        assertThat(verdict(given, "2")).isEqualTo(Verdict.Kind.SUPPORTED);
        assertThat(verdict(given, "1")).isEqualTo(Verdict.Kind.UNKNOWN);
        assertThat(verdict(given, "3")).isEqualTo(Verdict.Kind.UNKNOWN);
        given.register()
                .accept(new Known(
                        new Fact(Given.CAM, AttestationFacts.SOFTWARE.key(), "match", Given.T0, Grade.ATTESTED, 99),
                        Given.T0));
        assertThat(verdict(given, "1")).isEqualTo(Verdict.Kind.PARTLY);
    }

    @Test
    void whatSpeaksAgainstARowBreaksIt() {
        Given given = Given.cam().fact(JoiningFacts.KEY_UNIQUE, "false");
        assertThat(verdict(given, "2")).isEqualTo(Verdict.Kind.NOT_SUPPORTED);
    }
}
