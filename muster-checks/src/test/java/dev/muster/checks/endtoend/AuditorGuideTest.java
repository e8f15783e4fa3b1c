package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.Fleet;
import dev.muster.testing.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor is told to type works as it stands, and says what the page says it does. */
class AuditorGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```sh *([a-z]*)\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void everyCommandOfTheGuideWorksAsPrinted() throws Exception {
        String root = System.getProperty("muster.root");
        TypedCommands terminal = TypedCommands.in(folder);
        StringBuilder said = new StringBuilder();
        Files.createDirectories(folder.resolve("data"));
        Files.createSymbolicLink(folder.resolve("data/muster"), folder.resolve("server"));
        try (ServerHere server = new ServerHere(folder.resolve("server"), InstantSource.system())) {
            server.start();
            Site site = new Site(folder, server.deviceDoors());
            site.publish();
            try (Fleet fleet = site.fleet(1)) {
                fleet.start("cam-01");
                assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 1)).isTrue();
                Matcher block = BLOCK.matcher(Files.readString(Path.of(root).resolve("docs/guides/auditor.md")));
                while (block.find()) {
                    List<String> lines = block.group(2).strip().lines().toList();
                    for (String line : lines) {
                        Peer.Result result = terminal.type("export MUSTER_ROOT=" + root + "; " + line);
                        assertThat(wanted(block.group(1), line.equals(lines.getLast())))
                                .as("%s%n%s", line, result.out())
                                .contains(result.status());
                        said.append(result.out()).append('\n');
                    }
                }
            }
        }
        assertThat(said)
                .contains("by people")
                .contains("TL-version PASS")
                .contains("of findings given again by catalogue")
                .contains("SHA-256 of what came out: ")
                .contains("holds (an issuer's own signature on a statement is not checked)")
                .contains("whose bodies are not in the pack")
                .doesNotContain("do not follow");
        assertThat(folder.resolve("oscal/assessment-results.json")).exists();
        assertThat(folder.resolve("en-18031.html")).exists();
    }

    /** Verdicts may be anything here; the block's word says what the page promises of its last line. */
    private static List<Integer> wanted(String word, boolean last) {
        return switch (word) {
            case "yes" -> List.of(0);
            case "unknown" -> last ? List.of(2) : List.of(0);
            default -> List.of(0, 1, 2);
        };
    }
}
