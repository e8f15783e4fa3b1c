package dev.muster.cli.mud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Types the commands of docs/guides/network.md that need no server, in their order. */
class MudGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final String LAMP = """
        {"ietf-mud:mud": {"mud-version": 1, "mud-url": "https://maker.example/lamp", "last-update": "2026-01-01T00:00:00Z",
          "is-supported": true, "from-device-policy": {"access-lists": {"access-list": [{"name": "f"}]}}},
         "ietf-access-control-list:acls": {"acl": [{"name": "f", "type": "ipv4-acl-type", "aces": {"ace": [
           {"name": "hub", "matches": {"ietf-mud:mud": {"my-controller": [null]}, "udp": {"destination-port": {"port": 5684}}},
            "actions": {"forwarding": "accept"}}]}}]}}
        """;

    @TempDir
    private Path dir;

    @Test
    void everyCommandOfTheGuideWorks() throws Exception {
        Path file = Files.writeString(dir.resolve("lamp.json"), LAMP);
        String guide =
                Files.readString(Path.of(System.getProperty("muster.root")).resolve("docs/guides/network.md"));
        StringWriter said = new StringWriter();
        List<String> typed = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(guide); block.find(); ) {
            String line = block.group(1).strip();
            typed.add(line);
            String[] words = line.replace("lamp.json", file.toString()).split(" ", -1);
            assertThat(words).startsWith("muster", "mud");
            CommandLine mud = new CommandLine(new MudVerbs());
            mud.setOut(new PrintWriter(said));
            mud.setErr(new PrintWriter(said));
            assertThat(mud.execute(Arrays.copyOfRange(words, 2, words.length)))
                    .as(line + said)
                    .isZero();
        }
        assertThat(typed).hasSize(4);
        assertThat(said.toString())
                .contains(
                        "it can be used",
                        "It may open UDP to 10.0.0.7 port 5684.",
                        "ip daddr 10.0.0.7 udp dport 5684",
                        "the same packets");
    }
}
