package dev.muster.format.update.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirmwareImageTest {
    private static FirmwareImage image() {
        SortedMap<String, FirmwareImage.Content> files = new TreeMap<>();
        files.put("bin/agent", new FirmwareImage.Content(new byte[1000], true));
        files.put("bin-extra", new FirmwareImage.Content(new byte[0], false));
        files.put("etc/version", new FirmwareImage.Content("2.0".getBytes(StandardCharsets.US_ASCII), false));
        files.put("lib/blob", new FirmwareImage.Content(new byte[512], false));
        return new FirmwareImage(files);
    }

    @Test
    void anImageIsReadAndWrittenAgainByteForByte() {
        byte[] bytes = image().encode();
        FirmwareImage again = FirmwareImage.parse(bytes);
        assertThat(again.files()).containsOnlyKeys("bin-extra", "bin/agent", "etc/version", "lib/blob");
        assertThat(again.files().get("bin/agent").executable()).isTrue();
        assertThat(again.encode()).isEqualTo(bytes);
    }

    @Test
    void theSizeOfThePiecesDoesNotMatter() {
        byte[] bytes = image().encode();
        Random random = new Random(7);
        for (int run = 0; run < 50; run++) {
            StringBuilder seen = new StringBuilder();
            ImageReader reader = new ImageReader(new Names(seen));
            int at = 0;
            while (at < bytes.length) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(700));
                reader.accept(bytes, at, length);
                at += length;
            }
            assertThat(reader.finish()).isEqualTo(4);
            assertThat(seen).hasToString("bin-extra:0;bin/agent:1000;etc/version:3;lib/blob:512;");
        }
    }

    private record Names(StringBuilder seen) implements ImageReader.Sink {
        @Override
        public void begin(ImageFile file) {
            seen.append(file.path()).append(':').append(file.bytes());
        }

        @Override
        public void content(byte[] buffer, int from, int length) {}

        @Override
        public void end() {
            seen.append(';');
        }
    }

    /** A flipped byte in a header or in padding is always seen; one in content is the digest's business. */
    @Test
    void anyOtherHeaderIsRefused() {
        byte[] bytes = image().encode();
        for (int at = 0; at < Ustar.BLOCK; at++) {
            byte[] broken = bytes.clone();
            broken[at] ^= 0x01;
            assertThatThrownBy(() -> FirmwareImage.parse(broken))
                    .as("byte " + at)
                    .isInstanceOf(ImageException.class);
        }
    }

    @Test
    void everyShorterOrLongerImageIsRefused() {
        byte[] bytes = image().encode();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> FirmwareImage.parse(cut)).isInstanceOf(ImageException.class);
        }
        assertThatThrownBy(() -> FirmwareImage.parse(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(ImageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "a/../b", "a//b", "a/", ".", "", "a/./b", "a\\b", "a b", "a\u0000b", "ä"})
    void aPathThatCouldLeaveItsFolderIsRefused(String path) {
        assertThat(ImageFile.isPath(path)).isFalse();
        assertThatThrownBy(() -> new ImageFile(path, 0, false)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A header is written by hand, because the writer would refuse the path. */
    @Test
    void anEscapeInAnArchiveIsRefusedWhileReading() {
        byte[] bytes = image().encode();
        byte[] name = "../../escape".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, bytes, 0, name.length);
        assertThatThrownBy(() -> FirmwareImage.parse(bytes))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("path");
    }

    @Test
    void aSymbolicLinkIsRefused() {
        byte[] bytes = image().encode();
        bytes[156] = '2';
        int sum = Integer.parseInt(new String(bytes, 148, 6, StandardCharsets.US_ASCII), 8) + 2;
        byte[] digits = String.format("%06o", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, bytes, 148, 6);
        assertThatThrownBy(() -> FirmwareImage.parse(bytes))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("not canonical");
    }

    @Test
    void aFileBelowAFileIsRefused() {
        SortedMap<String, FirmwareImage.Content> files = new TreeMap<>();
        files.put("a", new FirmwareImage.Content(new byte[0], false));
        files.put("a/b", new FirmwareImage.Content(new byte[0], false));
        byte[] bytes = new FirmwareImage(files).encode();
        assertThatThrownBy(() -> FirmwareImage.parse(bytes)).hasMessageContaining("below a file");
    }

    @Test
    void tarUnpacksAnImage(@TempDir Path dir) throws Exception {
        Path file = Files.write(dir.resolve("image.tar"), image().encode());
        Process tar = new ProcessBuilder("tar", "-xf", file.toString(), "-C", dir.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tar.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(tar.exitValue()).as(said).isZero();
        assertThat(said).isEmpty();
        assertThat(dir.resolve("etc/version")).hasContent("2.0");
        assertThat(Files.isExecutable(dir.resolve("bin/agent"))).isTrue();
    }
}
