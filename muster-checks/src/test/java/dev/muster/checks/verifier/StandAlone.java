package dev.muster.checks.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A program of one source file, run as another process: what it sees is files, what it says is its exit status. */
record StandAlone(Path source, Path work) {
    private static final int MAX_LINES = 380;
    private static final Pattern NO_CODE = Pattern.compile("\\s*|\\s*(//|\\*|/\\*\\*).*");

    /** What the program said. */
    record Said(int status, String words) {}

    /** Compiles {@code name.java} of the verifiers with nothing on the class path. */
    static StandAlone compile(String name, Path work) throws IOException {
        Path source = Path.of(System.getProperty("muster.root"), "muster-checks", "src", "verifier", "java")
                .resolve(name + ".java");
        Path classes = Files.createDirectories(work.resolve("classes"));
        int status = javax.tools.ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), "-cp", classes.toString(), source.toString());
        assertThat(status).isZero();
        return new StandAlone(source, work);
    }

    Said run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                work.resolve("classes").toString(),
                source.getFileName().toString().replace(".java", "")));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), words);
    }

    /** Writes a file that the program is to read. */
    String file(String name, byte[] bytes) throws IOException {
        return Files.write(work.resolve(name), bytes).toString();
    }

    /** Fails unless a person can read it in one sitting, and it imports nothing but the JDK. */
    void isShortAndSharesNothing() throws IOException {
        List<String> lines = Files.readAllLines(source);
        assertThat(lines.stream()
                        .filter(line -> !NO_CODE.matcher(line).matches())
                        .count())
                .isLessThanOrEqualTo(MAX_LINES);
        assertThat(lines).noneMatch(line -> line.startsWith("import") && !line.startsWith("import java."));
    }
}
