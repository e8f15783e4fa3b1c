package dev.muster.format.update.suit.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.json.JsonException;
import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.Manifest;
import dev.muster.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorExamplesTest {
    /** All envelopes that the text of an example prints, in its order. */
    private static List<byte[]> printed(int example) {
        String text = new String(Vectors.bytes("suit/manifest/example" + example + ".txt"), StandardCharsets.UTF_8);
        List<byte[]> all = new ArrayList<>();
        for (String block : text.split("~~~", -1)) {
            String hex = block.strip();
            if (hex.matches("[0-9a-f\\n]+")) {
                all.add(HexFormat.of().parseHex(hex.replace("\n", "")));
            }
        }
        return all;
    }

    private static byte[] envelope(byte[] json) {
        AuthorManifest wanted = AuthorReader.read(json);
        Manifest manifest = AuthorCompiler.compile(wanted);
        EnvelopeBuilder builder = EnvelopeBuilder.of(manifest);
        if (wanted.severable()) {
            manifest.severable().keySet().forEach(builder::sever);
        }
        return builder.sign();
    }

    /** Byte for byte but for the signature, whose random number the draft does not tell. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void anExampleOfTheDraftIsMadeOfItsJson(int example) {
        byte[] json = Vectors.bytes("suit/manifest/example" + example + ".json");
        List<byte[]> printed = printed(example);
        Envelope made = Envelope.parse(envelope(json));
        Envelope right = Envelope.parse(printed.getLast());
        assertThat(made.manifestBytes()).isEqualTo(right.manifestBytes());
        assertThat(made.authentication().digestBytes())
                .isEqualTo(right.authentication().digestBytes());
        assertThat(made.severed().keySet()).isEqualTo(right.severed().keySet());
        made.severed()
                .forEach((key, content) ->
                        assertThat(content).isEqualTo(right.severed().get(key)));
        if (right.severed().isEmpty()) {
            assertThat(made.encoded()).isEqualTo(printed.getFirst());
        }
    }

    @Test
    void theDraftLeavesTextOutAndWeSaySo() {
        AuthorManifest wanted = AuthorReader.read(Vectors.bytes("suit/manifest/example2.json"));
        assertThat(wanted.leftOut()).anyMatch(path -> path.contains("component-version"));
    }

    private static final String OWN = """
        {"components": [{"install-id": ["00", "ab"], "install-size": 5, "uri": "#x", "bootable": true,
          "install-digest": {"algorithm-id": "sha256",
            "digest-bytes": "00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210"},
          "vendor-id": "fa6b4a53-d5ad-5fdf-be9d-e663e4d41ffe",
          "class-id": "1492af14-2569-5e48-bf42-9b2d51f2ab45"}],
         "manifest-version": 1, "manifest-sequence-number": 7}\
        """;

    @Test
    void aManifestOfOnesOwnIsReadAgain() {
        Envelope made = Envelope.parse(envelope(OWN.getBytes(StandardCharsets.UTF_8)));
        Manifest manifest = Manifest.parse(made);
        assertThat(manifest.sequenceNumber()).isEqualTo(7);
        assertThat(manifest.sections()).containsKeys(CodePoints.VALIDATE, CodePoints.INVOKE, CodePoints.INSTALL);
        assertThat(Analysis.of(manifest).findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"bootable\": 1", "\"bootabel\": true", "\"install-size\": -1", "\"class-id\": \"x\""})
    void whatIsWrongIsRefusedWithItsPlace(String member) {
        String name = member.substring(0, member.indexOf(':'));
        String json = OWN.contains(name + ":")
                ? OWN.replaceFirst(name + ": (\"[^\"]*\"|[a-z0-9]+)", member)
                : OWN.replace("\"bootable\": true", member);
        assertThatThrownBy(() -> AuthorReader.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("components");
    }
}
