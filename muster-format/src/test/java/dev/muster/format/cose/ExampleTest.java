package dev.muster.format.cose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example on the package page is taken from its source, compiled and run. */
class ExampleTest {
    private static final String SOURCE = "muster-format/src/main/java/dev/muster/format/cose/package-info.java";

    @TempDir
    Path folder;

    private static List<String> example() throws IOException {
        String page = Files.readString(
                Path.of(System.getProperty("muster.root", "..")).resolve(SOURCE));
        int start = page.indexOf("<pre>{@code\n");
        int end = page.indexOf(" * }</pre>");
        return page.substring(start, end)
                .lines()
                .skip(1)
                .map(line -> line.replaceFirst("^ \\* ?", ""))
                .toList();
    }

    @Test
    void theExampleHasAtMostFifteenLinesCompilesAndRuns() throws Exception {
        List<String> lines = example();
        assertThat(lines.stream().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(15);
        Path source = folder.resolve("Example.java");
        Files.writeString(source, """
                import dev.muster.format.cose.*;
                import dev.muster.format.crypto.*;
                import java.nio.charset.StandardCharsets;
                import java.security.*;
                public class Example {
                    public static void main(String[] arguments) {
                """ + String.join("\n", lines) + "\n}}\n");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(status).isZero();
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            loader.loadClass("Example").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("all is well\n");
    }
}
