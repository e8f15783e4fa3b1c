package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Programs that share no code with us, in one folder. */
record Tools(Path dir) {
    private static final long TOOL_SECONDS = 60;

    /** What a program said and how it ended. */
    record Ran(int status, String out) {}

    /** Skips the test by name when a program is absent; in CI its absence is a failure. */
    static void need(String... programs) {
        for (String program : programs) {
            Needs.tool(program, "joining with it");
        }
    }

    Ran any(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        // One that hangs is ended, or its output would be read for ever.
        CompletableFuture.delayedExecutor(TOOL_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), out);
    }

    /** Output of a program that must succeed. */
    String run(String... command) throws IOException, InterruptedException {
        Ran ran = any(command);
        assertThat(ran.status())
                .as(String.join(" ", command) + "\n" + ran.out())
                .isZero();
        return ran.out();
    }

    Path file(String name) {
        return dir.resolve(name);
    }
}
