package dev.muster.format.attest.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Vectors;
import dev.muster.format.crypto.Keys;
import dev.muster.format.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results in JSON: what is written is read, and the public examples are. */
class EarJsonTest {
    private static Ear result(TrustTier status) {
        EarAppraisal appraisal = new EarAppraisal(
                status,
                Optional.of(new TrustVector(Map.of(TrustCategory.EXECUTABLES, 2))),
                List.of("tag:muster.dev,2026:policy#eat-2"),
                Optional.of(new byte[32]),
                Map.of("swname", "box"),
                Map.of("strength", "checked"));
        return new Ear(
                Ear.PROFILE,
                Instant.parse("2026-11-21T12:00:00Z"),
                Optional.of(Instant.parse("2026-11-21T13:00:00Z")),
                new VerifierId("Muster", "test"),
                Optional.of(status),
                Optional.empty(),
                Map.of("eat", appraisal),
                Optional.of(new byte[16]));
    }

    @Test
    void whatIsWrittenIsRead() {
        for (TrustTier tier : List.of(TrustTier.AFFIRMING, TrustTier.WARNING, TrustTier.CONTRAINDICATED)) {
            Ear ear = result(tier);
            assertThat(EarJsonReader.parse(JsonWriter.compact(EarJson.claims(ear))))
                    .isEqualTo(ear);
        }
    }

    @Test
    void aJwtHasThreePartsAndSaysItsAlgorithm() {
        KeyPair pair = Keys.generateP256(new SecureRandom());
        String[] parts = EarJson.jwt(result(TrustTier.AFFIRMING), pair.getPrivate(), "k1")
                .split("\\.");
        assertThat(parts).hasSize(3);
        assertThat(new String(java.util.Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8))
                .contains("\"ES256\"")
                .contains("\"k1\"");
        assertThat(java.util.Base64.getUrlDecoder().decode(parts[2])).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ear-json-1", "ear-json-2", "ext-veraison-json-1", "ext-veraison-json-2", "ext-teep-json-1"})
    void theDraftsExamplesAreRead(String name) {
        Ear ear = EarJsonReader.parse(Vectors.bytes("ear/examples/" + name + ".diag"));
        assertThat(ear.profile()).isEqualTo(Ear.PROFILE_03);
        assertThat(ear.submods()).isNotEmpty();
    }

    @Test
    void aStatusBetterThanItsWorstClaimIsRefused() {
        String lie = new String(JsonWriter.compact(EarJson.claims(result(TrustTier.AFFIRMING))), StandardCharsets.UTF_8)
                .replace("\"executables\":2", "\"executables\":96");
        assertThatThrownBy(() -> EarJsonReader.parse(lie.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EarException.class);
        assertThatThrownBy(() -> EarJsonReader.parse("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EarException.class);
    }
}
