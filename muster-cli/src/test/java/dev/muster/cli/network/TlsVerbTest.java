package dev.muster.cli.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.DataDir;
import dev.muster.cli.Main;
import dev.muster.cli.api.ApiClient;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code muster network tls} against a real server, as its operator. */
class TlsVerbTest {
    @TempDir
    private Path folder;

    private record Ran(int status, String out, String err) {}

    private Ran run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), words);
        return new Ran(status, out.toString().strip(), err.toString());
    }

    @Test
    void theModeIsSaidAndTheRestOfTheSiteStays() {
        String data = folder.resolve("data").toString();
        try (MusterServer _ = MusterServer.start(ServerConfig.load(
                        folder.resolve("data"),
                        Map.of("http.console-port", "0", "http.device-port", "0", "access.organisation", "demo"),
                        Map.of()));
                ApiClient api = ApiClient.open(new DataDir(folder.resolve("data")))) {
            api.put("/api/v1/demo/network/site", Map.of("local", List.of("10.0.0.0/24")));
            assertThat(run("network", "tls", "--data", data)).isEqualTo(new Ran(0, "observe", ""));
            assertThat(run("network", "tls", "enforce", "--data", data)).isEqualTo(new Ran(0, "enforce", ""));
            assertThat(run("network", "tls", "--data", data).out()).isEqualTo("enforce");
            assertThat(api.get("/api/v1/demo/network/site").path("local").toString())
                    .isEqualTo("[\"10.0.0.0/24\"]");
            assertThat(run("network", "tls", "sometimes", "--data", data).err())
                    .contains("sometimes is none of observe, alert, enforce.");
        }
    }
}
