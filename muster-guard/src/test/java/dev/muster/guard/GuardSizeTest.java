package dev.muster.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What acts as root stays small enough to be read in a day: what looks at the host only reads, and is counted apart. */
class GuardSizeTest {
    private static final int LINES_MAX = 3_000;
    private static final int LOOKS_MAX = 800;

    @Test
    void itIsSmallAndHasNoWayToANetwork() throws IOException {
        Path source = Path.of(System.getProperty("muster.root"), "muster-guard/src/main/java/dev/muster/guard");
        List<String> acts;
        List<String> looks;
        try (Stream<Path> all = Files.walk(source)) {
            List<Path> files = all.filter(f -> f.toString().endsWith(".java")).toList();
            acts = lines(files.stream().filter(f -> !f.startsWith(source.resolve("host"))));
            looks = lines(files.stream().filter(f -> f.startsWith(source.resolve("host"))));
        }
        assertThat(acts).as("lines that act, without comments and imports").hasSizeLessThanOrEqualTo(LINES_MAX);
        assertThat(looks).as("lines that look").hasSizeLessThanOrEqualTo(LOOKS_MAX);
        assertThat(acts)
                .noneMatch(line -> line.contains("InetSocketAddress")
                        || line.contains("HttpClient")
                        || line.contains("new Socket(")
                        || line.contains("new ServerSocket("));
        assertThat(looks).noneMatch(line -> line.contains("ProcessBuilder") || line.contains("Files.write"));
    }

    private static List<String> lines(Stream<Path> files) {
        return files.flatMap(GuardSizeTest::read)
                .map(String::strip)
                .filter(line -> !line.isEmpty()
                        && !line.startsWith("*")
                        && !line.startsWith("/*")
                        && !line.startsWith("//")
                        && !line.startsWith("import ")
                        && !line.startsWith("package "))
                .toList();
    }

    private static Stream<String> read(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
