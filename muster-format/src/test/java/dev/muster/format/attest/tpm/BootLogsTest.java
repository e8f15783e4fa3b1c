package dev.muster.format.attest.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs as shim, GRUB, systemd's loader and stub and coreboot write them, padding included, and what breaks each. */
class BootLogsTest {
    private static final Charset WIDE = StandardCharsets.UTF_16LE;
    private static final int IPL = 0x0D;

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] header() {
        byte[] name = "Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII);
        byte[] data = buffer(16 + 8 + 4 + 4 + 1)
                .put(name)
                .putInt(0)
                .put(new byte[] {0, 2, 0, 2})
                .putInt(1)
                .putShort((short) TpmHash.SHA256.id())
                .putShort((short) 32)
                .put((byte) 0)
                .array();
        return buffer(32 + data.length)
                .putInt(0)
                .putInt(3)
                .put(new byte[20])
                .putInt(data.length)
                .put(data)
                .array();
    }

    private static byte[] event(int pcr, int type, byte[] data) {
        return buffer(4 + 4 + 4 + 2 + 32 + 4 + data.length)
                .putInt(pcr)
                .putInt(type)
                .putInt(1)
                .putShort((short) TpmHash.SHA256.id())
                .put(TpmHash.SHA256.digest(data))
                .putInt(data.length)
                .put(data)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] log() {
        return join(
                header(),
                event(2, 5, "FMAP: COREBOOT CBFS: fallback/romstage\0".getBytes(StandardCharsets.US_ASCII)),
                event(4, 4, new byte[4]));
    }

    private static String says(int type, byte[] data) {
        return BootStory.says(new EventLog.Event(1, 4, type, Map.of(), data)).orElse("nothing");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0xFF})
    void memoryThatWasSetAsideIsNoEvent(int fill) {
        byte[] padded = Arrays.copyOf(log(), log().length + 70_000);
        Arrays.fill(padded, log().length, padded.length, (byte) fill);
        EventLog read = EventLog.parse(padded);
        assertThat(read.events()).hasSize(2);
        assertThat(read.replay(TpmHash.SHA256).get(4))
                .isEqualTo(EventLog.parse(log()).replay(TpmHash.SHA256).get(4));
        assertThatThrownBy(() -> EventLog.parse(Arrays.copyOfRange(padded, log().length, padded.length)))
                .hasMessageContaining("nothing but padding");
        padded[padded.length - 1] = 1;
        assertThatThrownBy(() -> EventLog.parse(padded)).isInstanceOf(TpmException.class);
    }

    @Test
    void anEventThatEndsWithZerosIsWholeOrRefused() {
        byte[] log = log();
        for (int cut = 1; cut < 50; cut++) {
            byte[] shorter = Arrays.copyOf(log, log.length - cut);
            assertThatThrownBy(() -> EventLog.parse(shorter)).isInstanceOf(TpmException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "console=ttyS0 root=/dev/vda ro",
        "grub_cmd: linux /vmlinuz-6.1.0 root=UUID=1",
        "kernel_cmdline: /vmlinuz ro",
        ".linux",
        ".osrel",
        "(hd0,gpt2)/boot/grub/grub.cfg"
    })
    void whatLoadersMeasureIsShownInEitherWidth(String text) {
        assertThat(says(IPL, (text + "\0").getBytes(StandardCharsets.US_ASCII))).isEqualTo('"' + text + '"');
        assertThat(says(IPL, text.getBytes(StandardCharsets.US_ASCII))).isEqualTo('"' + text + '"');
        assertThat(says(IPL, (text + "\0").getBytes(WIDE))).isEqualTo('"' + text + '"');
    }

    @ParameterizedTest
    @CsvSource({
        "0xf5bc582a, timeout 3, 'configuration of the boot loader \"timeout 3\"'",
        "0x6c46f751, board.dtb, 'device tree beside the kernel''s image \"board.dtb\"'",
        "0x49dffe0f, extra, 'initial RAM disk beside the kernel''s image \"extra\"'",
        "0xdac08e1a, intel, 'microcode beside the kernel''s image \"intel\"'",
        "0x13aed6db, ID=main, 'profile of the kernel''s image \"ID=main\"'",
        "0x8f3b22ed, quiet ro, 'command line \"quiet ro\"'",
        "0x8f3b22ec, Linux initrd, 'initial RAM disk \"Linux initrd\"'",
        "0x00000001, anything, nothing"
    })
    void tagsSayWhatTheyAreOf(String tag, String text, String shown) {
        byte[] words = (text + "\0").getBytes(WIDE);
        byte[] data = buffer(8 + words.length)
                .putInt(Long.decode(tag).intValue())
                .putInt(words.length)
                .put(words)
                .array();
        assertThat(says(6, data)).isEqualTo(shown);
        assertThat(says(6, Arrays.copyOf(data, data.length - 1))).isEqualTo("nothing");
        assertThat(says(6, Arrays.copyOf(data, 7))).isEqualTo("nothing");
    }

    private static byte[] image(byte[] path) {
        return buffer(32 + path.length)
                .putLong(0x7E000000L)
                .putLong(900_000)
                .putLong(0)
                .putLong(path.length)
                .put(path)
                .array();
    }

    private static byte[] node(int type, int kind, byte[] data) {
        return buffer(4 + data.length)
                .put((byte) type)
                .put((byte) kind)
                .putShort((short) (4 + data.length))
                .put(data)
                .array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\EFI\\debian\\shimx64.efi", "\\EFI\\systemd\\systemd-bootx64.efi", "\\EFI\\Linux\\a.efi"})
    void anImageIsNamedByItsFile(String file) {
        byte[] disk = node(4, 1, new byte[38]);
        byte[] end = node(0x7F, 0xFF, new byte[0]);
        byte[] path = join(disk, node(4, 4, (file + "\0").getBytes(WIDE)), end);
        assertThat(says(0x80000003, image(path))).isEqualTo('"' + file + '"');
        assertThat(says(0x80000003, image(join(disk, end)))).isEqualTo("nothing");
        for (int cut = 0; cut < path.length; cut++) {
            assertThat(says(0x80000003, image(Arrays.copyOf(path, cut)))).isEqualTo("nothing");
            assertThat(says(0x80000003, Arrays.copyOf(image(path), 32 + cut))).isEqualTo("nothing");
        }
    }

    @Test
    void charactersThatSteerATerminalAreNotShown() {
        assertThat(says(IPL, "a\u001b[2J".getBytes(WIDE))).isEqualTo("nothing");
        assertThat(says(IPL, "\u202Eabc".getBytes(WIDE))).isEqualTo("nothing");
        assertThat(says(IPL, new byte[] {0, 0, 0, 0})).isEqualTo("nothing");
    }
}
