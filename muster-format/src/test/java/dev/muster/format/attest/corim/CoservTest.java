package dev.muster.format.attest.corim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.attest.corim.CoservQuery.Ask;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.Diagnostic;
import dev.muster.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Questions of draft-ietf-rats-coserv, the public examples among them. */
class CoservTest {
    private static byte[] example(String name) {
        return Diagnostic.parse(new String(Vectors.bytes("coserv/examples/" + name + ".diag"), StandardCharsets.UTF_8))
                .encoded();
    }

    @Test
    void thePublicQuestionsAreRead() {
        for (String name : List.of(
                "rv-class-simple",
                "rv-class-two-entries",
                "rv-instance-two-entries",
                "rv-results",
                "rv-class-simple-results-source-artifacts")) {
            CoservQuery query = CoservQuery.parse(example(name));
            assertThat(query.profile()).as(name).isEqualTo("tag:example.com,2025:cc-platform#1.0.0");
            assertThat(query.ask())
                    .isInstanceOfSatisfying(
                            Ask.Artifacts.class,
                            asked -> assertThat(asked.artifact()).isEqualTo(CoservQuery.Artifact.REFERENCE_VALUES));
        }
        CoservQuery rims = CoservQuery.parse(example("rv-rim-query"));
        assertThat(((Ask.Manifests) rims.ask()).ids())
                .contains(TagId.of("corim-acme-gizmo-1.2.0"))
                .hasSize(3);
    }

    /** The example's digest of SHA-256 has one byte. */
    @Test
    void aStatefulSelectionKeepsItsClaims() {
        byte[] example = example("rv-class-stateful");
        assertThatThrownBy(() -> CoservQuery.parse(example)).hasMessageContaining("sha-256 has 32 bytes");
        byte[] own = Cbor.map()
                .put(0, "x")
                .put(
                        1,
                        Cbor.map()
                                .put(0, 2)
                                .put(
                                        1,
                                        Cbor.map()
                                                .put(0, Cbor.array(stateful()))
                                                .build())
                                .put(2, 0)
                                .build())
                .build()
                .encoded();
        Ask.Artifacts asked = (Ask.Artifacts) CoservQuery.parse(own).ask();
        assertThat(asked.selected().getFirst().claims().getFirst().values().name())
                .contains("Component A");
    }

    private static Cbor stateful() {
        Cbor claim =
                Cbor.map().put(1, Cbor.map().put(11, "Component A").build()).build();
        return Cbor.array(Cbor.map().put(1, "Acme").build(), Cbor.array(claim));
    }

    @Test
    void whatIsNoQuestionIsRefused() {
        for (String hex : List.of(
                "a0",
                "a2006178 01a0".replace(" ", ""),
                "a200617801a3000301a1008181a100d9023041aa0200",
                "a200617801a3000201a0 0200".replace(" ", ""),
                "a200617801a1038 0".replace(" ", ""))) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            assertThatThrownBy(() -> CoservQuery.parse(bytes)).as(hex).isInstanceOf(CorimException.class);
        }
    }

    @Test
    void anAnswerRepeatsTheQuestionAndIsReadAsOne() {
        byte[] asked = HexFormat.of().parseHex("a200617801a3000201a1008181a100d9023041aa0200");
        CoservQuery query = CoservQuery.parse(asked);
        byte[] answer = new CoservResults(query).encode(Instant.parse("2026-11-21T12:00:00Z"));
        assertThat(CoservQuery.parse(answer)).isEqualTo(query);
        assertThat(Cbor.parse(answer)
                        .asMap()
                        .require(2)
                        .asMap()
                        .require(0)
                        .asArray()
                        .size())
                .isZero();
    }
}
