package dev.muster.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.doctor.Finding.State;
import dev.muster.format.crypto.Crypto;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProviderRowsTest {
    @Test
    void everyProviderIsShownWithItsAnswerAndOneIsChosenForEachAlgorithm() {
        List<Finding> rows = ProviderRows.of(Crypto.standard());
        assertThat(rows).extracting(Finding::subject).contains("SHA256withECDSA P256", "Ed25519", "ML-DSA-44");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.state()).isEqualTo(State.GOOD);
            assertThat(row.detail()).contains(": known answer right").contains(" us for a verification");
        });
        List<String> chosen = rows.stream()
                .filter(row -> row.detail().endsWith(", chosen"))
                .map(Finding::subject)
                .toList();
        assertThat(chosen).doesNotHaveDuplicates().hasSize(4);
        assertThat(rows).anyMatch(row -> row.detail().startsWith("SunEC "));
    }
}
