package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.CborWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SuitReaderTest {
    private static byte[] sequence(Consumer<CborWriter> body) {
        CborWriter writer = CborWriter.create();
        body.accept(writer);
        return writer.toByteArray();
    }

    private static void assertMalformed(byte[] sequence, String reason) {
        assertThatThrownBy(() -> SequenceReader.sequence(sequence, "/20"))
                .isInstanceOf(SuitException.class)
                .hasMessageContaining(reason);
    }

    private static byte[] envelope(byte[] manifest, Map<String, byte[]> payloads) {
        byte[] digest = SuitWriter.digest(SuitDigest.sha256Wrapped(manifest));
        return SuitWriter.envelope(digest, List.of(), manifest, new TreeMap<>(), payloads);
    }

    @Test
    void aSequenceHasPairs() {
        assertMalformed(sequence(w -> w.array(0)), "code, argument");
        assertMalformed(sequence(w -> w.array(1).integer(3)), "code, argument");
    }

    @Test
    void aReportingPolicyHasFourBits() {
        assertMalformed(sequence(w -> w.array(2).integer(3).integer(16)), "policy 16");
        assertMalformed(sequence(w -> w.array(2).integer(3).integer(-1)), "negative");
    }

    @Test
    void aTryEachHasAChoice() {
        byte[] branch = sequence(w -> w.array(2).integer(3).integer(15));
        assertMalformed(sequence(w -> w.array(2).integer(15).array(1).bytes(branch)), "one way");
        assertMalformed(sequence(w -> w.array(2).integer(15).array(2).nil().bytes(branch)), "after nil");
    }

    @Test
    void sequencesAreNotNestedWithoutEnd() {
        byte[] nested = sequence(w -> w.array(2).integer(3).integer(15));
        for (int depth = 0; depth < SuitLimits.SEQUENCE_DEPTH; depth++) {
            byte[] inner = nested;
            nested = sequence(w -> w.array(2).integer(32).bytes(inner));
        }
        assertMalformed(nested, "nested too deeply");
    }

    @Test
    void aSharedSequenceHasNoEffects() {
        byte[] fetch = sequence(w -> w.array(2).integer(21).integer(2));
        assertThatThrownBy(() -> SequenceReader.shared(fetch, "/3/4")).hasMessageContaining("effects");
        assertThat(SequenceReader.sequence(fetch, "/20").steps()).hasSize(1);
    }

    @Test
    void aUuidHasSixteenBytes() {
        assertMalformed(sequence(w -> w.array(2).integer(20).map(1).integer(1).bytes(new byte[15])), "16 bytes");
    }

    @Test
    void parametersComeOnce() {
        assertMalformed(
                sequence(w -> w.array(2)
                        .integer(20)
                        .map(2)
                        .integer(14)
                        .integer(1)
                        .integer(14)
                        .integer(2)),
                "");
    }

    @Test
    void aDigestHasTheLengthOfItsAlgorithm() {
        byte[] digest =
                CborWriter.create().array(2).integer(-16).bytes(new byte[31]).toByteArray();
        assertThatThrownBy(() -> SuitReader.wrappedDigest(digest, "/")).hasMessageContaining("wrong length");
        byte[] unknown =
                CborWriter.create().array(2).integer(-15).bytes(new byte[8]).toByteArray();
        assertThatThrownBy(() -> SuitReader.wrappedDigest(unknown, "/")).hasMessageContaining("-15");
    }

    @Test
    void offsetsNameTheCommandInItsSection() {
        byte[] nested =
                sequence(w -> w.array(4).integer(3).integer(15).integer(14).integer(15));
        byte[] outer =
                sequence(w -> w.array(4).integer(3).integer(15).integer(32).bytes(nested));
        CommandSequence read = SequenceReader.sequence(outer, "/20");
        assertThat(read.steps()).extracting(CommandSequence.Step::offset).containsExactly(1, 3);
        Command.RunSequence run = (Command.RunSequence) read.steps().get(1).command();
        int abort = run.sequence().steps().get(1).offset();
        assertThat(outer[abort]).isEqualTo((byte) 14);
    }

    @Test
    void bytesAfterTheEnvelopeAreMalformed() {
        byte[] bytes = envelope(new byte[] {(byte) 0xa0}, Map.of("#a", new byte[1], "#bb", new byte[2]));
        assertThat(Envelope.parse(bytes).integrated()).containsOnlyKeys("#a", "#bb");
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> Envelope.parse(longer)).isInstanceOf(SuitException.class);
    }

    @Test
    void membersOutOfOrderAreMalformed() {
        byte[] digest = SuitWriter.digest(SuitDigest.sha256Wrapped(new byte[] {(byte) 0xa0}));
        byte[] authentication = CborWriter.create().array(1).bytes(digest).toByteArray();
        byte[] bytes = CborWriter.create()
                .tag(107)
                .map(2)
                .integer(3)
                .bytes(new byte[] {(byte) 0xa0})
                .integer(2)
                .bytes(authentication)
                .toByteArray();
        assertThatThrownBy(() -> Envelope.parse(bytes)).isInstanceOf(SuitException.class);
    }

    /** Seeded damage to a real envelope: readable or SuitException, never anything else. */
    @Test
    void damageIsReadOrMalformedAndNothingElse() {
        Random random = new Random(20261121);
        byte[] good = SuitVectors.example(5);
        int read = 0;
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = good.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                Envelope envelope = Envelope.parse(bytes);
                Processor.update(Manifest.parse(envelope), envelope, new RecordingDevice());
                read++;
            } catch (SuitException e) {
                assertThat(e.path()).isNotEmpty();
            }
        }
        assertThat(read).isBetween(1, 19_999);
    }
}
