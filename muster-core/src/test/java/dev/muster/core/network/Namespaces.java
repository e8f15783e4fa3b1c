package dev.muster.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Scripts in a network namespace of their own; where these cannot be had a test says what it does not cover. */
public final class Namespaces {
    private static final long SCRIPT_SECONDS = 900;

    /** Where a missing need is a failure. */
    private static final boolean IN_CI = "true".equals(System.getenv("CI"));

    private Namespaces() {}

    public static void assume() {
        Assumptions.assumeTrue(
                IN_CI || "root".equals(System.getProperty("user.name")), "not root: the kernel is not covered");
        for (String tool : List.of("nft", "ip", "unshare", "nsenter", "python3")) {
            boolean present = Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":"))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            Assumptions.assumeTrue(IN_CI || present, tool + " is missing: the kernel is not covered");
        }
    }

    /** What the script printed; its first argument is the folder that it runs in. */
    public static String run(String script, Path dir) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("unshare", "-n", "bash", "-c", script, "bash", dir.toString())
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(SCRIPT_SECONDS, TimeUnit.SECONDS)).isTrue();
        Assumptions.assumeFalse(
                !IN_CI && out.contains("Operation not permitted"), "no network namespaces: the kernel is not covered");
        return out;
    }
}
