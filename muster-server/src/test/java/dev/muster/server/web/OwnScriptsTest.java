package dev.muster.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every script and style of the console is ours: a few, readable, without a word of another host. Who brings one of somebody
 * else has to pin its digest here.
 */
class OwnScriptsTest {
    private static final int LINE_CHARS_MAX = 200;

    @Test
    void whatPagesLoadIsOursAndReadable() throws Exception {
        Path folder = Path.of(System.getProperty("muster.root"), "muster-server/src/main/resources/console");
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        assertThat(files.stream().map(file -> folder.relativize(file).toString()))
                .containsExactly("console.css", "console.js", "passkey.js", "words.tsv");
        for (Path file : files) {
            String text = Files.readString(file);
            assertThat(text).as(file.toString()).doesNotContain("http://", "https://", "@import", "import(", "eval(");
            assertThat(text.lines())
                    .as("%s is written, not packed", file)
                    .allMatch(line -> line.length() < LINE_CHARS_MAX);
        }
    }
}
