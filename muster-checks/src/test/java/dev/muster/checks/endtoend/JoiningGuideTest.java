package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import dev.muster.testing.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Types every command of the walk in docs/guides/joining.md, in its order, with openssl and curl as the device. */
class JoiningGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```sh *([a-z]*)\\n(.*?)```", Pattern.DOTALL);
    private static final Duration START = Duration.ofMinutes(1);

    /** What the guide says; the test's server listens elsewhere. */
    private static final String PRINTED = "https://localhost:8444";

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void everyCommandOfTheWalkWorksAsPrinted() throws Exception {
        Needs.tool("openssl", "the walk of the joining guide");
        Needs.tool("curl", "the walk of the joining guide");
        TypedCommands terminal = TypedCommands.in(folder);
        String guide =
                Files.readString(Path.of(System.getProperty("muster.root")).resolve("docs/guides/joining.md"));
        Matcher block = BLOCK.matcher(guide);
        assertThat(block.find()).isTrue();
        assertThat(block.group(1)).isEqualTo("server");
        StringBuilder said = new StringBuilder();
        try (Peer server = terminal.start(block.group(2).strip())) {
            server.line("the server's sign-in link", START, line -> line.startsWith("sign in"));
            Matcher doors = Pattern.compile("\"device\"\\s*:\\s*\"([^\"]+?)/?\"")
                    .matcher(Files.readString(folder.resolve("data/muster/server.json")));
            assertThat(doors.find()).isTrue();
            while (block.find()) {
                for (String line : block.group(2).strip().lines().toList()) {
                    Peer.Result result = terminal.type(line.replace(PRINTED, doors.group(1)));
                    assertThat(result.status()).as("%s%n%s", line, result.out()).isZero();
                    said.append(result.out()).append('\n');
                }
            }
        }
        assertThat(said).contains("device-not-registered").contains("cam-07").contains("Cessation Of Operation");
    }
}
