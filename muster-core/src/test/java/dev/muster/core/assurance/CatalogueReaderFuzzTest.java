package dev.muster.core.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever the text, a catalogue is read or refused with file and line; nothing else comes out. */
class CatalogueReaderFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void readsOrRefuses(FuzzedDataProvider data) {
        take(data.consumeRemainingAsString());
    }

    @Test
    void changedShippedFilesAreReadOrRefused() {
        Random random = new Random(20261121);
        String original = ShippedCatalogue.files().get("links.tsv");
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder(original);
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(130));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, "\t\n# ".charAt(random.nextInt(4)));
                }
            }
            take(text.toString());
        }
    }

    private static void take(String text) {
        try {
            assertThat(CatalogueReader.read(Map.of("f", text), Set.of("AT-fresh"))
                            .version())
                    .isNotEmpty();
        } catch (CatalogueException e) {
            assertThat(e.line()).isNotNegative();
            assertThat(e.file()).isNotEmpty();
        }
    }
}
