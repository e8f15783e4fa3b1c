package dev.muster.format.attest.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results as the libraries of the Veraison project write them in Go and Rust, and what breaks each. */
class ResultsOfToolsTest {
    private static final String RESULT = """
            {"eat_profile": "tag:github.com,2023:veraison/ear", "iat": 1666091373,
             "ear.verifier-id": {"build": "vsts 0.0.1", "developer": "https://veraison-project.org"},
             "ear.raw-evidence": "3q2-7w", "eat_nonce": "0123456789abcdef",
             "submods": {"PSA_IOT": {"ear.status": "STATUS",
               "ear.trustworthiness-vector": {"instance-identity": 2, "configuration": 0, "executables": CLAIM,
                 "file-system": 0, "hardware": 2, "runtime-opaque": 2, "storage-opaque": 2, "sourced-data": 0},
               "ear.appraisal-policy-id": "policy:PSA_IOT",
               "ear.veraison.annotated-evidence": {"k": "v"}, "ear.veraison.policy-claims": {"bar": "baz"}}}}
            """;

    private static Ear read(String text) {
        return EarJsonReader.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"affirming, 2", "affirming, 3", "warning, 32", "contraindicated, 96", "none, 0", "contraindicated, 33"})
    void itsStatusAndVectorAreRead(String status, String claim) {
        Ear ear = read(RESULT.replace("STATUS", status).replace("CLAIM", claim));
        EarAppraisal appraisal = ear.submods().get("PSA_IOT");
        assertThat(ear.overall().word()).isEqualTo(status);
        assertThat(appraisal.policyIds()).containsExactly("policy:PSA_IOT");
        assertThat(appraisal.vector().orElseThrow().claims())
                .containsEntry(TrustCategory.EXECUTABLES, Integer.parseInt(claim));
        assertThat(ear.verifier().build()).isEqualTo("vsts 0.0.1");
        assertThat(ear.rawEvidence()).isPresent();
        assertThat(ear.nonce()).isPresent();
    }

    @Test
    void whatIsWrittenForItsClientsIsRead() {
        Ear ear = read(RESULT.replace("STATUS", "warning").replace("CLAIM", "33"));
        Ear again = EarJsonReader.parse(JsonWriter.compact(VeraisonEar.claims(ear, "here")));
        assertThat(again.overall()).isEqualTo(TrustTier.WARNING);
        assertThat(again.profile()).isEqualTo(VeraisonEar.PROFILE);
        assertThat(again.status()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STATUS|affirming|CLAIM|96|better than its worst claim",
                "STATUS|splendid|CLAIM|2|no trust tier is called splendid",
                "STATUS|affirming|CLAIM|200|-128..127",
                "STATUS|affirming|CLAIM|2.5|whole number",
                "ear.status|ear.stat|CLAIM|2|no claim ear_status",
                "ear.verifier-id|verifier|CLAIM|2|no claim ear_verifier_id",
                "hardware|software|CLAIM|2|no category is called software",
                "2023:veraison|2022:veraison|CLAIM|2|not a profile",
                "3q2-7w|=|CLAIM|2|not base64url",
                "submods|submod|CLAIM|2|no claim submods"
            })
    void whatIsBrokenSaysWhere(String what, String by, String claim, String value, String reason) {
        String text = RESULT.replace(what, by).replace(claim, value).replace("STATUS", "affirming");
        assertThatThrownBy(() -> read(text)).isInstanceOf(EarException.class).hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ear.status", "ear.trustworthiness-vector"})
    void theNamesOfOneProfileAreNotThoseOfAnother(String name) {
        String text = RESULT.replace("STATUS", "affirming")
                .replace("CLAIM", "2")
                .replace(VeraisonEar.PROFILE, Ear.PROFILE_03);
        assertThat(text).contains(name);
        assertThatThrownBy(() -> read(text)).hasMessageContaining("no claim ear_verifier_id");
    }
}
