package dev.muster.format.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files laid out as tpm2-tools 5.4 lays them out. */
class TpmFilesTest {
    private static byte[] credential() {
        return ByteBuffer.allocate(8 + 2 + 6 + 3 + 2 + 2)
                .putInt(0xBADCC0DE)
                .putInt(1)
                .putShort((short) 9)
                .putShort((short) 4)
                .putInt(0x01020304)
                .put(new byte[] {5, 6, 7})
                .putShort((short) 2)
                .put(new byte[] {8, 9})
                .array();
    }

    /** Register 7 of one SHA-256 bank. */
    private static byte[] registers() {
        ByteBuffer file = ByteBuffer.allocate(4 + 16 * 8 + 4 + 4 + 8 * 66).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(1).putShort((short) 0x000B).put((byte) 3).put((byte) 0x80);
        file.putInt(132, 1).putInt(136, 1).putShort(140, (short) 32).put(142, new byte[] {(byte) 0xAB});
        return file.array();
    }

    private static List<Node> nodes(byte[] file) {
        return TpmFiles.read(file).orElseThrow().root().children();
    }

    @Test
    void aCredentialBlobIsNamedWithItsParts() {
        assertThat(nodes(credential()))
                .extracting(Node::label, Node::value)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("integrity (HMAC)", "01020304"),
                        org.assertj.core.groups.Tuple.tuple("encrypted credential", "050607"),
                        org.assertj.core.groups.Tuple.tuple("encrypted secret", "0809"));
    }

    @Test
    void aCredentialBlobThatIsCutOffHasAPlace() {
        for (int length = 4; length < credential().length; length++) {
            assertThat(TpmFiles.read(Arrays.copyOf(credential(), length))
                            .orElseThrow()
                            .fault())
                    .as("cut at %s", length)
                    .isPresent();
        }
    }

    @Test
    void registerValuesHaveTheNamesThatWereSelected() {
        assertThat(nodes(registers()).get(1).label()).isEqualTo("sha256:7");
        assertThat(nodes(registers()).get(1).value()).startsWith("ab00");
    }

    @Test
    void anotherLengthOrUnknownBankIsSomethingElse() {
        byte[] file = registers();
        assertThat(TpmFiles.read(Arrays.copyOf(file, file.length - 1))).isEmpty();
        file[4] = 0x7F;
        assertThat(TpmFiles.read(file)).isEmpty();
        byte[] many = registers();
        many[136] = 9;
        assertThat(TpmFiles.read(many)).as("more values than there is room for").isEmpty();
    }
}
