package dev.muster.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Scripts in a network namespace of their own; where these cannot be had a test says what it does not cover. */
public final class Namespaces {
    private static final long SCRIPT_SECONDS = 900;

    private Namespaces() {}

    public static void assume() {
        Needs.root("the kernel");
        for (String tool : List.of("nft", "ip", "unshare", "nsenter", "python3")) {
            Needs.tool(tool, "the kernel");
        }
    }

    /** What the script printed; its first argument is the folder that it runs in. */
    public static String run(String script, Path dir) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("unshare", "-n", "bash", "-c", script, "bash", dir.toString())
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        // One that hangs is ended, or its output would be read for ever.
        CompletableFuture.delayedExecutor(SCRIPT_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(SCRIPT_SECONDS, TimeUnit.SECONDS)).isTrue();
        Needs.that(!out.contains("Operation not permitted"), "no network namespaces here: the kernel is not covered");
        return out;
    }
}
