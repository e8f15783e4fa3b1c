package dev.muster.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The verbs of the ledger, with a server and without. */
class LogVerbsTest {
    private static final String ISSUER = "https://localhost/scitt/demo";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    private record Ran(int status, String out, String err) {}

    private Ran run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = java.util.stream.Stream.concat(
                        java.util.Arrays.stream(args), java.util.stream.Stream.of("--data", data().toString()))
                .toArray(String[]::new);
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), all);
        return new Ran(status, out.toString(), err.toString());
    }

    private Path data() {
        return folder.resolve("data");
    }

    private MusterServer start() {
        return MusterServer.start(
                ServerConfig.load(data(), Map.of("http.console-port", "0", "http.device-port", "0"), Map.of()));
    }

    @Test
    @Timeout(120)
    void theLatestStatementIsShownKeptAndCheckedOffline() throws Exception {
        Path file = folder.resolve("latest");
        Ran shown;
        try (MusterServer server = start()) {
            assertThat(server.console()).isNotNull();
            shown = run("log", "latest", ISSUER, "policy", "-o", file.toString(), "--json");
            assertThat(shown.status()).as(shown.err()).isZero();
            Ran none = run("log", "latest", ISSUER, "recall");
            assertThat(none.status()).as(none.err()).isEqualTo(1);
            assertThat(none.out()).contains("there is no statement by " + ISSUER + " about recall");
        }
        JsonNode keys = JSON.readTree(shown.out());
        assertThat(keys.path("latest").asLong()).isZero();
        String key = keys.path("key").asString();
        String receipts = keys.path("receiptKey").asString();
        Ran holds = run("log", "verify", file.toString(), "--key", key, "--receipt-key", receipts);
        assertThat(holds.status()).as(holds.err()).isZero();
        assertThat(holds.out()).contains("holds: statement 0 is the latest");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThat(run("log", "verify", file.toString(), "--key", key, "--receipt-key", receipts)
                        .status())
                .isEqualTo(1);
        Files.write(file, new byte[] {1, 2, 3});
        assertThat(run("log", "verify", file.toString(), "--key", key, "--receipt-key", receipts)
                        .status())
                .isEqualTo(1);
    }

    @Test
    @Timeout(120)
    void entriesAreListedBySubjectTypeIssuerAndTime() {
        try (MusterServer server = start()) {
            assertThat(server.console()).isNotNull();
            Ran ledger = run("log", "ls", "--type", "ledger.");
            assertThat(ledger.status()).as(ledger.err()).isZero();
            assertThat(ledger.out()).contains("ledger.opened", "ledger.statement-registered");
            assertThat(run("log", "ls", "--issuer", "nobody").status()).isEqualTo(1);
            assertThat(run("log", "ls", "--as-of", "2020-01-01T00:00:00Z").status())
                    .isEqualTo(1);
            assertThat(run(
                                    "log",
                                    "ls",
                                    "--since",
                                    "2020-01-01T00:00:00Z",
                                    "--subject",
                                    "org/demo",
                                    "--issuer",
                                    "muster")
                            .status())
                    .isZero();
            assertThat(run("log", "ls", "--true-at", "2020-01-01T00:00:00Z").status())
                    .isEqualTo(1);
            assertThat(run("log", "ls", "--newest", "--limit", "1").out()).doesNotContain("ledger.opened");
            assertThat(run("log", "ls", "--log", "statement", "--issuer", ISSUER)
                            .out())
                    .contains("policy");
            assertThat(run("log", "ls", "--log", "statement", "--newest", "--since", "2020-01-01T00:00:00Z")
                            .status())
                    .isZero();
            assertThat(run("log", "ls", "--log", "statement", "--as-of", "2020-01-01T00:00:00Z")
                            .status())
                    .isEqualTo(1);
            assertThat(run("log", "ls", "--log", "statement", "--true-at", "2020-01-01T00:00:00Z")
                            .err())
                    .contains("A statement says itself when it is true");
            assertThat(run("log", "ls", "--as-of", "yesterday").status()).isNotZero();
            assertThat(run("device", "ls", "--as-of", "2020-01-01T00:00:00Z").status())
                    .isZero();
        }
    }

    @Test
    @Timeout(120)
    void theLedgerIsCheckedWithoutAServerAndNotBesideOne() {
        assertThat(run("log", "fsck", "--offline").err()).contains("There is no ledger");
        assertThat(Files.exists(data())).as("nothing is made").isFalse();
        try (MusterServer server = start()) {
            assertThat(server.console()).isNotNull();
            Ran beside = run("log", "fsck", "--offline");
            assertThat(beside.status()).isEqualTo(2);
            assertThat(beside.err()).contains("in use by another server").contains("leave --offline out");
            assertThat(run("log", "fsck").status()).isZero();
        }
        Ran fsck = run("log", "fsck", "--offline");
        assertThat(fsck.status()).as(fsck.err()).isZero();
        assertThat(fsck.out()).contains("record:", "statement:", "0 faults");
        Ran replay = run("log", "replay", "--offline");
        assertThat(replay.status()).as(replay.err()).isZero();
        assertThat(replay.out()).contains("1 acceptances");
        assertThat(run("log", "fsck", "--offline", "--org", "nobody").err())
                .contains("no ledger of organisation nobody");
    }
}
