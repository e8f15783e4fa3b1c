package dev.muster.format.attest.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists in both forms that the kernel shows: the same measurements lead to the same register. */
class ImaListsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] FILE = TpmHash.SHA256.digest(new byte[] {1});
    private static final byte[] SIGNATURE = HEX.parseHex("030204aabbcc");
    private static final byte[] LITTLE =
            binary(ByteOrder.LITTLE_ENDIAN, "ima-sig", digest("sha256:"), text("/bin/a"), SIGNATURE);

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] number(ByteOrder order, int value) {
        return ByteBuffer.allocate(4).order(order).putInt(value).array();
    }

    private static byte[] sized(ByteOrder order, byte[] field) {
        return join(number(order, field.length), field);
    }

    private static byte[] digest(String label) {
        return join((label + "\0").getBytes(StandardCharsets.US_ASCII), FILE);
    }

    private static byte[] text(String value) {
        return (value + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] fields(ByteOrder order, byte[]... fields) {
        byte[] all = {};
        for (byte[] field : fields) {
            all = join(all, sized(order, field));
        }
        return all;
    }

    private static byte[] binary(ByteOrder order, String template, byte[]... fields) {
        // As a kernel hashes that was not told ima_canonical_fmt: in the order in which it writes the list.
        byte[] hashed = fields(order, fields);
        return join(
                number(order, 10),
                TpmHash.SHA1.digest(hashed),
                sized(order, template.getBytes(StandardCharsets.US_ASCII)),
                sized(order, fields(order, fields)));
    }

    private static byte[] end(byte[] list) {
        return ImaLog.parse(list)
                .end(TpmHash.SHA256, ImaLog.Progress.start(TpmHash.SHA256), false)
                .value();
    }

    private static byte[] extended(byte[]... fields) {
        return extended(ByteOrder.LITTLE_ENDIAN, fields);
    }

    private static byte[] extended(ByteOrder order, byte[]... fields) {
        return TpmHash.SHA256.extend(new byte[32], TpmHash.SHA256.digest(fields(order, fields)));
    }

    @ParameterizedTest
    @CsvSource({
        "ima-ng, sha256:, 0",
        "ima-sig, sha256:, 1",
        "ima-buf, sha256:, 1",
        "ima-ngv2, ima:sha256:, 0",
        "ima-sigv2, verity:sha256:, 1",
        "d-ng|n-ng, sha256:, 0",
        "d-ng|n-ng|sig, sha256:, 1",
        "d-ngv2|n-ng|sig, ima:sha256:, 1"
    })
    void everyTemplateIsReadInEitherByteOrder(String template, String label, int extra) {
        byte[][] fields = extra == 0
                ? new byte[][] {digest(label), text("/bin/a b")}
                : new byte[][] {digest(label), text("/bin/a b"), SIGNATURE};
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            byte[] list = binary(order, template, fields);
            assertThat(end(list)).isEqualTo(extended(order, fields));
            ImaLog.Line line = ImaLog.parse(list).lines().getFirst();
            assertThat(line.path()).isEqualTo("/bin/a b");
            assertThat(line.pcr()).isEqualTo(10);
            assertThat(line.digest()).isEqualTo(FILE);
        }
        String shown = "10 " + HEX.formatHex(new byte[19]) + "01 " + template + " " + label + HEX.formatHex(FILE)
                + " /bin/a b" + (extra == 0 ? "" : " " + HEX.formatHex(SIGNATURE)) + "\n";
        assertThat(end(shown.getBytes(StandardCharsets.UTF_8))).isEqualTo(extended(fields));
    }

    @Test
    void anAppendedSignatureHasADigestOfItsOwn() {
        byte[][] fields = {digest("sha256:"), text("/m.ko"), SIGNATURE, digest("sha256:"), {1, 2}};
        assertThat(end(binary(ByteOrder.LITTLE_ENDIAN, "ima-modsig", fields))).isEqualTo(extended(fields));
        byte[][] none = {digest("sha256:"), text("/m.ko"), {}, {}, {}};
        assertThat(end(binary(ByteOrder.LITTLE_ENDIAN, "ima-modsig", none))).isEqualTo(extended(none));
    }

    @Test
    void aPathThatIsNoTextLeadsToItsRegister() {
        byte[] path = {'/', (byte) 0xFF, (byte) 0xC3, '(', ' ', (byte) 0x80};
        byte[][] fields = {digest("sha256:"), join(path, new byte[1]), SIGNATURE};
        byte[] list = binary(ByteOrder.LITTLE_ENDIAN, "ima-sig", fields);
        assertThat(end(list)).isEqualTo(extended(fields));
        assertThat(ImaLog.parse(list).lines().getFirst().file()).isEqualTo(path);
        byte[] shown = join(
                ("10 " + HEX.formatHex(new byte[19]) + "01 ima-sig sha256:" + HEX.formatHex(FILE) + " ")
                        .getBytes(StandardCharsets.US_ASCII),
                path,
                (" " + HEX.formatHex(SIGNATURE) + "\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(end(shown)).isEqualTo(extended(fields));
        assertThat(ImaLog.parse(shown).lines().getFirst().file()).isEqualTo(path);
    }

    @Test
    void theOldFieldsWithLengthsAreNoTemplateThatIsKnown() {
        byte[] digest = TpmHash.SHA1.digest(new byte[] {1});
        refused(binary(ByteOrder.LITTLE_ENDIAN, "d|n", digest, text("/a")), "no template is known by the name d|n");
        String shown = "10 " + HEX.formatHex(new byte[19]) + "01 d|n " + HEX.formatHex(digest) + " /a\n";
        refused(shown.getBytes(StandardCharsets.US_ASCII), "a known template");
    }

    @Test
    void theOldestTemplateHasNoLengthBeforeItsDigest() {
        byte[] digest = TpmHash.SHA1.digest(new byte[] {1});
        byte[] path = "/sbin/init".getBytes(StandardCharsets.US_ASCII);
        byte[] list = join(
                number(ByteOrder.LITTLE_ENDIAN, 10),
                TpmHash.SHA1.digest(join(digest, Arrays.copyOf(path, 256))),
                sized(ByteOrder.LITTLE_ENDIAN, "ima".getBytes(StandardCharsets.US_ASCII)),
                digest,
                sized(ByteOrder.LITTLE_ENDIAN, path));
        byte[] expected =
                TpmHash.SHA256.extend(new byte[32], TpmHash.SHA256.digest(join(digest, Arrays.copyOf(path, 256))));
        assertThat(end(list)).isEqualTo(expected);
        assertThat(ImaLog.parse(join(list, LITTLE)).lines()).hasSize(2);
    }

    @Test
    void aViolationExtendsOnes() {
        byte[] violation = LITTLE.clone();
        Arrays.fill(violation, 4, 24, (byte) 0);
        assertThat(ImaLog.parse(violation).lines().getFirst().isViolation()).isTrue();
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xFF);
        assertThat(end(violation)).isEqualTo(TpmHash.SHA256.extend(new byte[32], ones));
    }

    @Test
    void aListThatIsCutIsRefusedWithItsEntry() {
        for (int length = 4; length < LITTLE.length; length++) {
            byte[] cut = Arrays.copyOf(LITTLE, length);
            assertThatThrownBy(() -> ImaLog.parse(cut))
                    .isInstanceOf(TpmException.class)
                    .hasMessageContaining("/1/");
        }
        byte[] second = join(LITTLE, Arrays.copyOf(LITTLE, 30));
        assertThatThrownBy(() -> ImaLog.parse(second)).hasMessageContaining("/2/");
    }

    @Test
    void whatIsNoEntryIsRefusedForItsReason() {
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        refused(binary(order, "ima-new", digest("sha256:"), text("/a")), "no template");
        refused(binary(order, "ima-ng", FILE, text("/a")), "does not say its algorithm");
        refused(binary(order, "ima-ng", digest("sha256:"), "/a".getBytes(StandardCharsets.UTF_8)), "end with a zero");
        refused(binary(order, "ima-ng", digest("sha256:"), text("/a\0b")), "a zero inside");
        refused(binary(order, "ima-ng", digest("sha256:"), text("/a"), SIGNATURE), "bytes follow");
        refused(binary(order, "ima-sig", digest("sha256:"), text("/a")), "bytes are needed");
        refused(binary(order, "ima-ngv2", digest("sha256:"), text("/a")), "is not called sha256");
        refused(binary(order, "ima-ng", digest("ima:sha256:"), text("/a")), "is not called ima:sha256");
        byte[] huge = LITTLE.clone();
        Arrays.fill(huge, 24, 28, (byte) 0x7F);
        refused(huge, "is more than");
    }

    private static void refused(byte[] list, String reason) {
        assertThatThrownBy(() -> ImaLog.parse(list))
                .isInstanceOf(TpmException.class)
                .hasMessageContaining(reason);
    }
}
