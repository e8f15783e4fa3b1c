package dev.muster.bench.joining;

import dev.muster.bench.server.ServerProcess;
import dev.muster.bench.server.Trash;
import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * How a server starts that keeps the authorities of many organisations: they are made by a first server, which is ended, and
 * a second one starts over the same folder.
 */
final class OrganisationsBench {
    private static final double START_SECONDS_GOAL = 5;
    private static final double MEMORY_MEGABYTES_GOAL = 1024;

    private OrganisationsBench() {}

    static void run(Path dir, int count) throws Exception {
        Path data = Files.createTempDirectory(dir, "muster-organisations-");
        String classPath = System.getProperty("java.class.path");
        try {
            try (ServerProcess first = ServerProcess.start(classPath, data, ServerProcess.NO_QUOTAS)) {
                say("one organisation", first, first.startSeconds());
                long from = System.nanoTime();
                try (ApiClient api = ApiClient.open(new DataDir(data))) {
                    for (int i = 0; i < count; i++) {
                        api.post("/api/v1/orgs", Map.of("org", "org-" + i, "name", "Organisation " + i));
                    }
                }
                System.out.printf(
                        Locale.ROOT,
                        "%d organisations were made, each with a root and three authorities below it: %.1f ms each by"
                                + " the clock%n",
                        count,
                        (System.nanoTime() - from) / 1e6 / count);
                first.stop();
            }
            Files.delete(data.resolve("server.json"));
            try (ServerProcess second = ServerProcess.start(classPath, data, ServerProcess.NO_QUOTAS)) {
                double seconds = second.startSeconds();
                double megabytes = say((count + 1) + " organisations", second, seconds);
                System.out.printf(
                        Locale.ROOT,
                        "goal for 10,000: at most %.0f s and %.0f MB: %s%n",
                        START_SECONDS_GOAL,
                        MEMORY_MEGABYTES_GOAL,
                        count < 10_000
                                ? "not measured with so few"
                                : JoiningBench.met(
                                        seconds <= START_SECONDS_GOAL && megabytes <= MEMORY_MEGABYTES_GOAL));
                second.stop();
            }
        } finally {
            Trash.remove(data);
        }
    }

    private static double say(String what, ServerProcess server, double seconds) throws Exception {
        double megabytes = server.residentBytes() / 1e6;
        System.out.printf(
                Locale.ROOT,
                "%s: start %.1f s by the clock and %.1f s of processor, %.0f MB resident%n",
                what,
                seconds,
                server.processorSeconds(),
                megabytes);
        return megabytes;
    }
}
