package dev.muster.core.assurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueReaderTest {
    private static final String HEAD = """
            #version\t1
            #source\tX\tA source
            source\tid\tsubject\tparaphrase\tkind\ttechnologies\tcandidate_evidence
            """;
    private static final String ROW = "X\t1.1\tdevice\tDo it\thardware\t-\tC:paper\n";
    private static final String LINKS = "source\tid\tcheck\tsufficiency\tnote\n";

    private static Catalogue read(String... texts) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < texts.length; i++) {
            files.put("f" + i, texts[i]);
        }
        return CatalogueReader.read(files, Set.of("A-1"));
    }

    @Test
    void readsRowsAndLinksInAnyOrderOfFiles() {
        Catalogue catalogue = read(LINKS + "X\t1.1\tA-1\tPARTIAL\tonly half\n", HEAD + ROW);
        assertThat(catalogue.version()).isEqualTo("1");
        assertThat(catalogue.sources()).containsExactly(new Source("X", "A source"));
        assertThat(catalogue.links())
                .containsExactly(new Link(new RequirementId("X", "1.1"), "A-1", Sufficiency.PARTIAL, "only half"));
    }

    @Test
    void aSecondFrameworkIsOnlyAnotherFile() {
        Catalogue catalogue = read(
                HEAD + ROW,
                "#version\t7\n#source\tY\tAnother\n"
                        + HEAD.lines().skip(2).findFirst().orElseThrow() + "\n"
                        + "Y\t1.1\tservice\tDo that\tprocedural\t-\tD:paper\n");
        assertThat(catalogue.version()).isEqualTo("1+7");
        assertThat(catalogue.requirements()).hasSize(2);
        assertThat(catalogue.named("1.1")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X_1.1_device_Do it_hardware_-_C:paper|f0:5: requirement X/1.1 occurs twice",
                "X_1.2_device_Do it_hardware_-|f0:5: has 6 fields, the header has 7",
                "X_1.2_device_Do it_hardware_-_C_D|f0:5: has 8 fields, the header has 7",
                "X_1.2_robot_Do it_hardware_-_C|f0:5: unknown subject robot",
                "X_1.2_device_Do it_magic_-_C|f0:5: unknown kind magic",
                "Z_1.2_device_Do it_hardware_-_C|f0:5: source Z has no #source line",
                "X_1/2_device_Do it_hardware_-_C|f0:5: not a requirement id (letters, digits, dots, hyphens): 1/2",
                "X_1.2_device__hardware_-_C|f0:5: field 4 is empty (write - for nothing)",
                "X_1.2_device_ Do it_hardware_-_C|f0:5: field 4 has blanks around it",
                "X_1.2_device_Do \u00fct_hardware_-_C|f0:5: column 17 holds a character that is not printable ASCII",
                "#source_Q_late|f0:5: a directive must stand before the header",
            })
    void aBadRowStopsWithFileLineAndReason(String row, String message) {
        String text = HEAD + ROW + row.replace('_', '\t') + "\n";
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(CatalogueException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X_9.9_A-1_FULL_-|f1:2: there is no requirement X/9.9",
                "X_1.1_B-1_FULL_-|f1:2: there is no check B-1",
                "X_1.1_A-1_SOME_-|f1:2: sufficiency is one of [FULL, PARTIAL, AGAINST], not SOME",
            })
    void aBadLinkStopsWithFileLineAndReason(String row, String message) {
        String text = LINKS + row.replace('_', '\t') + "\n";
        assertThatThrownBy(() -> read(HEAD + ROW, text)).hasMessage(message);
    }

    @Test
    void aLinkOccursOnce() {
        String row = "X\t1.1\tA-1\tFULL\t-\n";
        assertThatThrownBy(() -> read(HEAD + ROW, LINKS + row + row)).hasMessage("f1:3: A-1 is linked to X/1.1 twice");
    }

    @Test
    void wholeFilesAreRefusedToo() {
        assertThatThrownBy(() -> read("")).hasMessageContaining("must end with a line feed");
        assertThatThrownBy(() -> read("# only a remark\n")).hasMessageContaining("has no header");
        assertThatThrownBy(() -> read("a\tb\n")).hasMessageContaining("the header is none of");
        assertThatThrownBy(() -> read(HEAD.replace("#version\t1\n", "") + ROW)).hasMessageContaining("#version");
        assertThatThrownBy(() -> read("#magic\tx\n" + HEAD)).hasMessage("f0:1: unknown directive #magic");
        assertThatThrownBy(() -> read("#source\tX\tA source\n" + HEAD)).hasMessage("f0:3: source X occurs twice");
        assertThatThrownBy(() -> read(HEAD + "x".repeat(3_000) + "\n")).hasMessageContaining("is longer than");
    }
}
