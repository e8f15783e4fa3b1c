package dev.muster.format.attest.psa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Claims in JSON: each public file is read or refused as its name says. */
class PsaJsonTest {
    /** Called invalid, but with the very members of files that are called valid: a rule of an older library. */
    private static final List<String> SAME_AS_VALID =
            List.of("test-boot-seed-invalid-missing.json", "test-profile-invalid-missing.json");

    @Test
    void filesAreReadOrRefusedAsTheirNamesSay() {
        List<String> files = Vectors.list("psa/psatoken/json", ".json");
        for (String file : files) {
            byte[] text = Vectors.bytes(file);
            if (file.contains("-valid-") || SAME_AS_VALID.stream().anyMatch(file::endsWith)) {
                assertThat(PsaJson.parse(text).implementationId()).as(file).hasSize(32);
            } else {
                assertThatThrownBy(() -> PsaJson.parse(text)).as(file).isInstanceOf(PsaException.class);
            }
        }
        assertThat(files).hasSizeGreaterThan(30);
    }

    @Test
    void whatIsNoClaimOfAnyProfileIsRefusedWithItsPlace() {
        byte[] text = "{\"psa-nonce\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PsaJson.parse(text))
                .isInstanceOf(PsaException.class)
                .hasMessageContaining("/psa-nonce");
    }
}
