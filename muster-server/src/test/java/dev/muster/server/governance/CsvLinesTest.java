package dev.muster.server.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Machines;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tables of spreadsheets, ours among them; what is none says where it breaks. */
class CsvLinesTest {
    @Test
    void whatWasWrittenIsReadAgain() throws Exception {
        String words = "a \"word\", and\na line";
        Instance record = new Instance("case", "c-1", "new", Instant.EPOCH, Map.of("about", words), List.of());
        List<CsvLines.Row> rows =
                CsvLines.read(Papers.csv(Machines.shipped().find("case").orElseThrow(), List.of(record)));
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).cells()).hasSameSizeAs(rows.getFirst().cells()).contains("c-1", words);
    }

    @Test
    void linesAreCountedThroughQuotesAndEitherEnd() throws Exception {
        List<CsvLines.Row> rows = CsvLines.read("\uFEFFid,x\r\n\r\na,\"1\n2\"\nb,3");
        assertThat(rows.stream().map(CsvLines.Row::number)).containsExactly(1, 3, 5);
        assertThat(rows.getLast().cells()).containsExactly("b", "3");
    }

    @Test
    void brokenTablesSayWhere() {
        assertThatThrownBy(() -> CsvLines.read("id\n\"a")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> CsvLines.read("id\na\"b")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> CsvLines.read("id\n\"a\"b")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> CsvLines.read("id\n" + "a\n".repeat(CsvLines.MAX_ROWS + 1)))
                .hasMessageContaining("more than");
    }
}
