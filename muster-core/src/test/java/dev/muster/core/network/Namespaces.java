package dev.muster.core.network;

import dev.muster.testing.Needs;
import dev.muster.testing.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Scripts in a network namespace of their own; where these cannot be had a test says what it does not cover. */
public final class Namespaces {
    /** A hundred thousand packets on a loaded machine. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private Namespaces() {}

    public static void assume() {
        Needs.root("the kernel");
        for (String tool : List.of("nft", "ip", "unshare", "nsenter", "python3")) {
            Needs.tool(tool, "the kernel");
        }
    }

    /** What the script printed; its first argument is the folder that it runs in. */
    public static String run(String script, Path dir) throws Exception {
        String out = Peer.run(dir, LONGEST, "unshare", "-n", "bash", "-c", script, "bash", dir.toString())
                .out();
        Needs.that(!out.contains("Operation not permitted"), "no network namespaces here: the kernel is not covered");
        return out;
    }
}
