package dev.muster.core.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.governance.ComponentDifference;
import dev.muster.format.attest.eat.SlotMeasurement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The components of a release are those of its maker's own list, and of no other maker, model or version. */
class ReleaseComponentsTest {
    private static ReferenceSet.Document document(String maker, String model, String version, String... contents) {
        SlotMeasurement files = new SlotMeasurement(List.of(contents).stream()
                .map(content -> TestFleet.file("bin/" + content.split(" ", 2)[0], content))
                .toList());
        return new ReferenceSet.Document(
                maker,
                maker + model + version,
                ReleaseManifest.of(maker, model, "fw", version, files, Optional.of(TestFleet.YEAR)));
    }

    private static final ReferenceSet SET = ReferenceSet.of(List.of(
            document("Acme", "cam", "1.0.0", "camd 1", "conf 1", "old 1"),
            document("Acme", "cam", "1.1.0", "camd 2", "conf 1", "new 1"),
            document("Acme", "lamp", "1.1.0", "lampd 1"),
            document("Other", "cam", "1.1.0", "otherd 1")));

    @Test
    void twoReleasesDifferByTheirFiles() {
        Map<String, String> before =
                ReleaseComponents.of(SET, "Acme", "cam", "1.0.0").orElseThrow();
        Map<String, String> after =
                ReleaseComponents.of(SET, "Acme", "cam", "1.1.0").orElseThrow();
        assertThat(before.keySet()).containsExactly("bin/camd", "bin/conf", "bin/old");
        assertThat(ComponentDifference.between(before, after).text())
                .isEqualTo("added bin/new; changed bin/camd; removed bin/old");
        assertThat(ComponentDifference.between(after, after).none()).isTrue();
    }

    @Test
    void whatNobodyListedIsNotKnown() {
        assertThat(ReleaseComponents.of(SET, "Acme", "cam", "1.2.0")).isEmpty();
        assertThat(ReleaseComponents.of(SET, "Nobody", "cam", "1.1.0")).isEmpty();
        assertThat(ReleaseComponents.of(SET, "Acme", "door", "1.1.0")).isEmpty();
        assertThat(ReleaseComponents.of(SET, "Acme", "lamp", "1.1.0")
                        .orElseThrow()
                        .keySet())
                .containsExactly("bin/lampd");
        assertThat(ReleaseComponents.of(ReferenceSet.empty(), "Acme", "cam", "1.0.0"))
                .isEmpty();
    }
}
