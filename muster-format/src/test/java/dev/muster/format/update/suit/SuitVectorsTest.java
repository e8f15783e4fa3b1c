package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuitVectorsTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void theDigestCoversTheManifestsByteStringWithItsHeader(int example) {
        Envelope envelope = Envelope.parse(SuitVectors.example(example));
        assertThat(envelope.authentication().digest().matchesWrapped(envelope.manifestBytes()))
                .isTrue();
        assertThat(envelope.authentication().digest().matches(envelope.manifestBytes()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void anExampleIsWrittenAgainByteForByte(int example) {
        byte[] bytes = SuitVectors.example(example);
        Envelope envelope = Envelope.parse(bytes);
        Manifest manifest = Manifest.parse(envelope);
        assertThat(manifest.sequenceNumber()).isEqualTo(example);
        byte[] again = SuitWriter.manifest(manifest);
        assertThat(again).isEqualTo(envelope.manifestBytes());
        List<byte[]> blocks = envelope.authentication().blocks().stream()
                .map(Authentication.Block::encoded)
                .toList();
        assertThat(SuitWriter.envelope(
                        envelope.authentication().digestBytes(),
                        blocks,
                        again,
                        envelope.severed(),
                        envelope.integrated()))
                .isEqualTo(bytes);
    }

    @Test
    void severedMembersAreFoundInTheEnvelope() {
        Envelope envelope = Envelope.parse(SuitVectors.example(2));
        assertThat(envelope.severed()).containsOnlyKeys(CodePoints.INSTALL, CodePoints.TEXT);
        Manifest manifest = Manifest.parse(envelope);
        assertThat(manifest.severable().get(CodePoints.INSTALL)).isInstanceOf(Severable.Severed.class);
        assertThat(manifest.section(CodePoints.INSTALL)).isPresent();
        TextMap text = TextMap.parse(envelope.severed().get(CodePoints.TEXT));
        assertThat(text.languages().get("en-US").components().get(ComponentId.ofBytes(List.of(new byte[] {0}))))
                .containsEntry(CodePoints.TEXT_VENDOR_DOMAIN, "arm.com");
        assertThat(text.encode()).isEqualTo(envelope.severed().get(CodePoints.TEXT));
    }

    @Test
    void aSeveredMemberWithOtherBytesIsMalformed() {
        Envelope envelope = Envelope.parse(SuitVectors.example(2));
        TreeMap<Integer, byte[]> severed = new TreeMap<>(envelope.severed());
        severed.put(CodePoints.TEXT, new byte[] {(byte) 0xa0});
        Envelope other = new Envelope(
                envelope.encoded(), envelope.authentication(), envelope.manifestBytes(), severed, Map.of());
        assertThatThrownBy(() -> Manifest.parse(other))
                .isInstanceOf(SuitException.class)
                .hasMessageContaining("another digest");
    }

    @Test
    void aSectionThatWasSeveredAndNotDeliveredIsMissing() {
        Envelope envelope = Envelope.parse(SuitVectors.example(2));
        Envelope stripped = new Envelope(
                envelope.encoded(),
                envelope.authentication(),
                envelope.manifestBytes(),
                new TreeMap<>(),
                envelope.integrated());
        assertThat(Manifest.parse(stripped).missing(CodePoints.INSTALL)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2A", "2B", "3", "4", "5"})
    void libcsuitsCopiesOfTheExamplesAreRead(String name) {
        Envelope envelope = Envelope.parse(SuitVectors.bytes("libcsuit/testfiles/suit_manifest_exp" + name + ".suit"));
        assertThat(envelope.authentication().digest().matchesWrapped(envelope.manifestBytes()))
                .isTrue();
        assertThat(Manifest.parse(envelope).foreign()).isEmpty();
    }
}
