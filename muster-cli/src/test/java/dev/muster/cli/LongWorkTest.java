package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.api.ApiClient;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every verb that may take long says how far it is to a person, and nothing to a program. */
@Timeout(180)
class LongWorkTest {
    /** With what a server writes of itself more than are checked at once. */
    private static final int PRODUCTS = 2_000;

    @TempDir
    private Path folder;

    /** Whoever looks at this watch finds that a while has passed: no work is too short to be told of. */
    private final AtomicLong watch = new AtomicLong();

    private record Ran(Status status, String out, String err) {}

    private Ran run(boolean json, String... args) throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Verb verb =
                Main.commandLine().parseArgs(args).asCommandLineList().getLast().getCommand();
        Status status = verb.run(Screen.watched(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                json,
                () -> watch.addAndGet(Duration.ofSeconds(4).toNanos())));
        return new Ran(status, out.toString(), err.toString());
    }

    private void says(String what, String... args) throws Exception {
        Ran person = run(false, args);
        assertThat(person.status()).as(person.out()).isEqualTo(Status.YES);
        assertThat(person.err())
                .containsPattern("[0-9,]+ of [0-9,]+ " + what + ", [0-9]+ %, about [0-9]+ (s|min|h) left");
        assertThat(person.out()).doesNotContain(" left");
    }

    private static Map<String, String> product(String id) {
        return Map.of(
                "id",
                id,
                "name",
                id,
                "maker",
                "acme",
                "model",
                id,
                "supportFrom",
                "2026-11-21T00:00:00Z",
                "supportUntil",
                "2031-11-21T00:00:00Z");
    }

    @Test
    void itIsToldOfEach() throws Exception {
        String data = folder.resolve("data").toString();
        String pack = folder.resolve("demo.pack").toString();
        String backup = folder.resolve("demo.backup").toString();
        try (MusterServer server = MusterServer.start(ServerConfig.load(
                        Path.of(data), Map.of("http.console-port", "0", "http.device-port", "0"), Map.of()));
                ApiClient api = ApiClient.open(new DataDir(Path.of(data)), Optional.empty())) {
            assertThat(server).isNotNull();
            for (int i = 0; i < PRODUCTS; i++) {
                api.post("/api/v1/demo/products", product("p-" + i));
            }
            says("bytes", "pack", "create", "--data", data, "--out", pack);
        }
        says("bytes of the database and the files", "backup", "--data", data, "--to", backup);
        says("bytes", "restore", "--data", folder.resolve("else").toString(), "--from", backup);
        says("entries", "log", "fsck", "--offline", "--data", data);
        says("entries read for their statements", "log", "replay", "--offline", "--data", data);
        says("entries read for their verdicts", "log", "replay", "--offline", "--data", data);
        Ran program = run(true, "log", "fsck", "--offline", "--data", data);
        assertThat(program.err()).isEmpty();
        assertThat(program.out()).startsWith("{");
        Ran verified = run(false, "pack", "verify", pack);
        assertThat(verified.err()).contains(" bytes of the pack, ");
        assertThat(verified.status()).as("nobody pinned keys").isEqualTo(Status.UNKNOWN);
    }
}
