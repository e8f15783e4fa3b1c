package dev.muster.cli.server;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as an operator elsewhere uses it, and what it wants before a dangerous act. */
class RemoteVerbsTest {
    @TempDir
    private static Path folder;

    private static MusterServer server;

    private record Ran(int status, String out, String err) {}

    private static Ran run(Stream<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), words.toArray(String[]::new));
        return new Ran(status, out.toString(), err.toString());
    }

    private static Ran here(String... words) {
        return run(Stream.concat(
                Stream.of(words), Stream.of("--data", folder.resolve("data").toString())));
    }

    private static Ran elsewhere(String token, String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        args.addAll(List.of("--server", server.console().toString(), "--token", token));
        args.addAll(List.of("--ca", folder.resolve("data/tls-ca.pem").toString()));
        return run(args.stream());
    }

    @BeforeAll
    static void start() {
        server = MusterServer.start(ServerConfig.load(
                folder.resolve("data"), Map.of("http.console-port", "0", "http.device-port", "0"), Map.of()));
        here(
                "product",
                "add",
                "acme-cam",
                "--name",
                "Acme, \"camera\"",
                "--maker",
                "Acme",
                "--model",
                "cam",
                "--support-from",
                "2026-01-01",
                "--support-until",
                "2099-01-01");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aTokenOpensTheServerFromElsewhereUntilItIsTakenBack() {
        assertThat(here("operator", "add", "reporter", "--role", "auditor").status())
                .isZero();
        Ran made = here("operator", "token", "reporter", "--days", "1");
        String token = made.out().strip();
        String id = made.err().replaceAll("(?s)token (\\S+) of.*", "$1");
        assertThat(here("operator", "ls").out()).contains("reporter").contains("auditor");
        assertThat(elsewhere(token, "product", "ls").out()).contains("acme-cam");
        assertThat(elsewhere(token, "operator", "add", "another").status())
                .as("an auditor changes nothing")
                .isEqualTo(1);
        assertThat(here("operator", "revoke", id, "--yes").status()).isZero();
        assertThat(elsewhere(token, "product", "ls").status()).isEqualTo(2);
    }

    /** Who says who they are is not taken for whoever set the server up. */
    @Test
    void aTokenCountsOnTheServersOwnMachineToo() {
        here("operator", "add", "colleague", "--role", "auditor");
        String token = here("operator", "token", "colleague").out().strip();
        assertThat(here("product", "ls", "--token", token).status()).isZero();
        assertThat(here("operator", "add", "friend", "--token", token).status())
                .as("an auditor changes nothing")
                .isEqualTo(1);
        assertThat(here("product", "ls", "--token", "made-up").status()).isEqualTo(2);
    }

    @Test
    void aServerElsewhereWantsATokenAndItsOwnAuthority() {
        String url = server.console().toString();
        Ran nobody = run(Stream.of("device", "ls", "--server", url));
        assertThat(nobody.status()).isEqualTo(64);
        assertThat(nobody.err()).contains("MUSTER_TOKEN");
        Ran untrusted = run(Stream.of("device", "ls", "--server", url, "--token", "x"));
        assertThat(untrusted.status()).isEqualTo(2);
        assertThat(untrusted.err()).contains("--ca");
        assertThat(run(Stream.of("device", "ls", "--server", "ftp://x", "--token", "x"))
                        .status())
                .isEqualTo(64);
    }

    @Test
    void listsAreTablesCsvAndJson() {
        assertThat(here("product", "ls", "--csv").out().lines())
                .first()
                .isEqualTo("product,name,maker,model,support until");
        assertThat(here("product", "ls", "--csv").out()).contains("acme-cam,\"Acme, \"\"camera\"\"\",Acme,cam,");
        assertThat(here("product", "ls", "--json").out().strip())
                .startsWith("[{")
                .endsWith("}]");
        assertThat(here("release", "ls").status()).isZero();
        assertThat(here("rollout", "ls", "--state", "running").status()).isZero();
        assertThat(here("maker", "ls", "--limit", "0").status()).isEqualTo(64);
        assertThat(here("device", "ls", "--state", "degraded", "--watch", "1", "--looks", "2")
                        .out()
                        .lines())
                .as("printed once, because nothing changed")
                .hasSize(1);
    }

    /** One that waits to be delivered, and one that is out of service for ever, keep no fleet from being well. */
    @Test
    void aDeviceThatNobodyExpectsToHearOfNeedsNobody() {
        try (ApiClient api = ApiClient.open(new DataDir(folder.resolve("data")))) {
            for (String id : List.of("cam-1", "cam-2")) {
                api.post("/api/v1/demo/devices", Map.of("id", id, "product", "acme-cam"));
            }
        }
        assertThat(here("device", "retire", "cam-2", "--reason", "scrapped", "--yes")
                        .status())
                .isZero();
        Ran status = here("status");
        assertThat(status.out()).contains("0 of 2 devices are trusted, 0 held").doesNotContain("silent");
        assertThat(status.status()).isZero();
        assertThat(here("device", "ls", "--silent").out()).doesNotContain("cam-");
        assertThat(here("device", "ls", "--not-trusted").out()).contains("cam-1", "cam-2");
    }

    @Test
    void aDangerousActWantsAReasonAndAYes() {
        Ran bare = here("device", "retire", "ghost");
        assertThat(bare.status()).isEqualTo(64);
        assertThat(bare.err()).contains("--reason").contains("for ever");
        Ran noYes = here("device", "retire", "ghost", "--reason", "scrapped");
        assertThat(noYes.status()).isEqualTo(64);
        assertThat(noYes.err()).contains("--yes");
        assertThat(here("rollout", "stop", "ro-1").status()).isEqualTo(64);
        assertThat(here("device", "retire", "ghost", "--reason", "scrapped", "--yes")
                        .err())
                .contains("refused");
    }

    @Test
    void oneEntryIsShownWithItsContent() {
        assertThat(here("log", "show", "0").out()).contains("ledger.opened").contains("SHA-256");
        assertThat(here("log", "show", "100000").status()).isEqualTo(2);
        assertThat(here("log", "show", "-1").status()).isEqualTo(64);
    }

    @Test
    void whatIsTypedWrongIs64() {
        assertThat(here("status", "--as-of", "yesterday").status()).isEqualTo(64);
        assertThat(here("log", "ls", "--limit", "ten").status()).isEqualTo(64);
        assertThat(run(Stream.of("completion")).out()).contains("complete -F");
        assertThat(run(Stream.of("--version")).out()).startsWith("muster ");
    }
}
