package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Both listeners, looked at by testssl.sh: protocols, kinds of ciphers, and what the console's answers say to a browser. With
 * {@code -Dmuster.testssl=all} ({@code ./muster test --tier tls}) known weaknesses, forward secrecy and certificates too.
 */
class TestsslTest {
    private static final boolean ALL = "all".equals(System.getProperty("muster.testssl"));

    /** Weights of findings that say that all is well, or say nothing about it. */
    private static final Set<String> FINE = Set.of("OK", "INFO", "DEBUG");

    /**
     * What it holds against a server that is its own authority, on a name that no name server knows, and against its own
     * installation. Client-initiated renegotiation is held by {@code HandshakesTest}: on a loaded machine testssl 3.0.8 takes
     * a connection that the server closed late for one that shook hands again.
     */
    private static final Set<String> NOT_ABOUT_US = Set.of(
            "engine_problem",
            "cert_chain_of_trust",
            "cert_revocation",
            "DNS_CAArecord",
            "secure_client_renego",
            "cert_trust");

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void nothingIsFoundOnEitherListener() throws Exception {
        String testssl = Needs.tool("testssl", "TLS as testssl.sh sees it").toString();
        try (MusterServer server = MusterServer.start(ServerConfig.load(
                folder.resolve("data"),
                Map.of("http.console-port", "0", "http.device-port", "0", "access.organisation", "demo"),
                Map.of()))) {
            Process console = look(testssl, "console", server.console().getPort(), "-h");
            Process device = look(testssl, "device", server.device().getPort());
            assertThat(console.waitFor(ALL ? 20 : 3, TimeUnit.MINUTES)).isTrue();
            assertThat(device.waitFor(ALL ? 20 : 3, TimeUnit.MINUTES)).isTrue();
        }
        Map<String, String> console = found("console");
        assertThat(console)
                .containsEntry("SSLv3", "OK not offered")
                .containsEntry("TLS1_2", "INFO not offered")
                .containsEntry("TLS1_3", "OK offered with final")
                .containsEntry("X-Content-Type-Options", "OK nosniff")
                .containsKey("HSTS_time")
                .containsKey("Content-Security-Policy");
        Map<String, String> device = found("device");
        assertThat(device)
                .containsEntry("TLS1_1", "INFO not offered")
                .containsEntry("TLS1_2", "OK offered")
                .containsEntry("TLS1_3", "OK offered with final")
                .containsEntry("cipherlist_STRONG", "OK offered")
                .containsEntry("cipherlist_AVERAGE", "INFO not offered");
        for (Map<String, String> listener : List.of(console, device)) {
            listener.keySet().removeAll(NOT_ABOUT_US);
            assertThat(listener)
                    .allSatisfy((finding, said) -> assertThat(said.split(" ", 2)[0])
                            .as(finding + ": " + said)
                            .isIn(FINE));
        }
    }

    private Process look(String testssl, String listener, int port, String... more) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(testssl, "--quiet", "--color", "0", "--warnings", "off", "--ip", "127.0.0.1", "-p", "-s"));
        if (ALL) {
            command.addAll(List.of("-f", "-S", "-U"));
        }
        command.addAll(List.of(more));
        command.addAll(List.of("--jsonfile", folder.resolve(listener + ".json").toString(), "localhost:" + port));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(listener + ".txt").toFile())
                .start();
    }

    /** Weight and words of each finding. */
    private Map<String, String> found(String listener) throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (JsonNode finding :
                new ObjectMapper().readTree(folder.resolve(listener + ".json").toFile())) {
            found.put(
                    finding.path("id").asString(),
                    finding.path("severity").asString() + " "
                            + finding.path("finding").asString());
        }
        return found;
    }
}
