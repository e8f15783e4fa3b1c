package dev.muster.cli.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.DataDir;
import dev.muster.cli.Main;
import dev.muster.cli.api.ApiClient;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code muster ca migrate} where every step needs two people, and where another generation is under way already. */
class MigrateVerbTest {
    private static final String WAITS = "the next step waits for another administrator: muster ca approve";
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    private MusterServer server;
    private String bea = "";

    private record Ran(int status, String out, String err) {}

    private Ran run(String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        args.addAll(List.of("--data", data().path().toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), args.toArray(String[]::new));
        return new Ran(status, out.toString(), err.toString());
    }

    private DataDir data() {
        return new DataDir(folder.resolve("data"));
    }

    @BeforeEach
    void start() {
        server = MusterServer.start(ServerConfig.load(
                folder.resolve("data"),
                Map.of("http.console-port", "0", "http.device-port", "0", "joining.two-people", "on"),
                Map.of()));
        try (ApiClient api = ApiClient.open(data())) {
            api.post("/api/v1/demo/operators", Map.of("operator", "bea", "role", "ADMINISTRATOR"));
            bea = api.post("/api/v1/demo/tokens", Map.of("operator", "bea", "days", 1))
                    .path("token")
                    .asString();
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void answer(String word) {
        try (ApiClient api = ApiClient.open(data(), Optional.of(bea))) {
            api.post("/api/v1/demo/authorities/" + word, Map.of("reason", "as agreed"));
        }
    }

    private String stage() {
        try (ApiClient api = ApiClient.open(data())) {
            return api.get("/api/v1/demo/authorities/migration").path("stage").asString();
        }
    }

    private boolean isAsked() {
        try (ApiClient api = ApiClient.open(data())) {
            return api.get("/api/v1/demo/authorities").has("proposal");
        }
    }

    @Test
    void whatAnotherAdministratorHasToSayIsWaitedFor() {
        for (int time = 1; time <= 2; time++) {
            Ran waits = run("ca", "migrate", "P-384", "--heard", "0");
            assertThat(waits.err()).as("run %s", time).isEmpty();
            assertThat(waits.out()).contains(WAITS).doesNotContain("through");
            assertThat(waits.status()).isEqualTo(2);
        }
        answer("approve");
        assertThat(stage()).isEqualTo("announced");
        Ran waits = run("ca", "migrate", "P-384", "--heard", "0");
        assertThat(waits.out()).contains("announced; ").contains(WAITS);
        assertThat(waits.status()).isEqualTo(2);
        assertThat(stage()).isEqualTo("announced");
    }

    @Test
    void whatIsUnderWayDoesNotBecomeAnotherKind() {
        run("ca", "migrate", "P-384", "--heard", "0");
        answer("approve");
        for (String more : List.of("--plan", "--follow", "--again")) {
            Ran refused = run("ca", "migrate", "ML-DSA-44", "--heard", "0", more);
            assertThat(refused.err())
                    .contains("A generation with a key of P-384 is under way (announced), not one of ML-DSA-44");
            assertThat(refused.status()).isEqualTo(1);
        }
        assertThat(isAsked()).as("nobody is asked to put it in force").isFalse();
    }

    /** With {@code --again} the present kind is no sign that it is through; a word against it is not asked for once more. */
    @Test
    void whoFollowsWaitsForTheWordAndTakesNoForAnAnswer() throws Exception {
        CompletableFuture<Ran> following =
                CompletableFuture.supplyAsync(() -> run("ca", "migrate", "P-256", "--again", "--follow"));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isAsked() && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        Thread.sleep(3_000);
        assertThat(following.isDone()).as("it waits").isFalse();
        answer("withdraw");
        Ran ended = following.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(ended.err()).contains("Nobody approved the next step");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(isAsked()).isFalse();
    }
}
