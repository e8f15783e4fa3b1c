package dev.muster.format.attest.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Vectors;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarTest {
    private static byte[] example(String name) {
        return Diagnostic.parse(new String(Vectors.bytes("ear/examples/" + name), StandardCharsets.UTF_8))
                .encoded();
    }

    private static Ear result(TrustTier status) {
        EarAppraisal appraisal = new EarAppraisal(
                status,
                Optional.of(new TrustVector(Map.of(TrustCategory.INSTANCE_IDENTITY, 2, TrustCategory.FILE_SYSTEM, 2))),
                List.of("tag:muster.dev,2026:policy#linux-slots-1"),
                Optional.of(new byte[32]),
                Map.of("slot", "slot-a"),
                Map.of("reason", "software-match"));
        return new Ear(
                Ear.PROFILE,
                Instant.ofEpochSecond(1_790_000_000),
                Optional.of(Instant.ofEpochSecond(1_790_003_600)),
                new VerifierId("Muster", "0.1.0"),
                Optional.of(status),
                Optional.empty(),
                Map.of("linux-slots", appraisal),
                Optional.empty());
    }

    @Test
    void theExampleOfDraft03IsRead() {
        Ear ear = EarReader.parse(example("ear-cbor-1.diag"));
        assertThat(ear.profile()).isEqualTo(Ear.PROFILE_03);
        assertThat(ear.overall()).isEqualTo(TrustTier.CONTRAINDICATED);
        assertThat(ear.verifier().developer()).isEqualTo("https://veraison-project.org");
        assertThat(ear.submods().get("PSA").vector().orElseThrow().claims())
                .containsEntry(TrustCategory.EXECUTABLES, 96);
        assertThat(ear.rawEvidence()).contains("lifeboatman".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void theExtensionExamplesAreReadAroundTheirExtensions() {
        assertThat(EarReader.parse(example("ext-veraison-cbor-1.diag")).overall())
                .isEqualTo(TrustTier.NONE);
        assertThat(EarReader.parse(example("ext-teep-cbor-1.diag")).submods()).isNotEmpty();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Ear ear = result(TrustTier.AFFIRMING);
        assertThat(EarReader.parse(EarWriter.encode(ear))).isEqualTo(ear);
    }

    @Test
    void onlyTheNewestDraftIsWritten() {
        Ear old = EarReader.parse(example("ear-cbor-1.diag"));
        assertThatThrownBy(() -> EarWriter.encode(old)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "-128,CONTRAINDICATED",
        "-97,CONTRAINDICATED",
        "-96,WARNING",
        "-33,WARNING",
        "-32,AFFIRMING",
        "-2,AFFIRMING",
        "-1,NONE",
        "0,NONE",
        "1,NONE",
        "2,AFFIRMING",
        "31,AFFIRMING",
        "32,WARNING",
        "95,WARNING",
        "96,CONTRAINDICATED",
        "127,CONTRAINDICATED"
    })
    void tiersHaveTheirBounds(int claim, TrustTier tier) {
        assertThat(TrustTier.ofClaim(claim)).isEqualTo(tier);
    }

    @Test
    void aStatusIsNeverBetterThanTheWorstClaim() {
        TrustVector bad = new TrustVector(Map.of(TrustCategory.FILE_SYSTEM, 96));
        assertThatThrownBy(() -> new EarAppraisal(
                        TrustTier.AFFIRMING, Optional.of(bad), List.of(), Optional.empty(), Map.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        CborMap map = Cbor.parse(EarWriter.encode(result(TrustTier.WARNING))).asMap();
        Cbor lying = Cbor.map()
                .putAll(without(map, 1000))
                .put(1000, TrustTier.AFFIRMING.value())
                .build();
        assertThatThrownBy(() -> EarReader.parse(lying.encoded())).isInstanceOf(EarException.class);
    }

    @Test
    void mandatoryClaimsAreMissed() {
        CborMap map = Cbor.parse(EarWriter.encode(result(TrustTier.AFFIRMING))).asMap();
        for (long claim : new long[] {6, 265, 266, 1004}) {
            assertThatThrownBy(() -> EarReader.parse(without(map, claim).encoded()))
                    .as("claim %s", claim)
                    .isInstanceOf(EarException.class);
        }
        Cbor float1 = Cbor.map().putAll(without(map, 6)).put(6, Cbor.of(1.5)).build();
        assertThatThrownBy(() -> EarReader.parse(float1.encoded())).isInstanceOf(EarException.class);
    }

    private static CborMap without(CborMap map, long claim) {
        var rest = Cbor.map();
        map.entries().stream()
                .filter(entry -> entry.key().asLong() != claim)
                .forEach(entry -> rest.put(entry.key(), entry.value()));
        return rest.build();
    }
}
