package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.fleet.Fleet;
import dev.muster.testing.Peer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What makers, operators and developers are told to type works as it stands, one after the other at one server. */
class PeopleGuidesTest {
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");

    /** Perhaps in somebody's name, and perhaps into a file. */
    private static final Pattern OURS =
            Pattern.compile("(?:MUSTER_TOKEN=\\$\\(cat (\\S+)\\) )?\\./muster (.*?)(?: > (\\S+))?");

    @TempDir
    private Path folder;

    @Test
    @Timeout(600)
    void everyCommandOfTheGuidesWorksAsPrinted() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.createSymbolicLink(folder.resolve("data/muster"), folder.resolve("server"));
        try (ServerHere server = new ServerHere(folder.resolve("server"), InstantSource.system());
                GuideWalk walk = new GuideWalk(folder)) {
            server.start();
            Site site = new Site(folder, server.deviceDoors());
            site.publish();
            try (Fleet fleet = site.fleet(1)) {
                fleet.start("cam-01");
                assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 1)).isTrue();
                Map<String, GuideWalk.Kind> kinds = Map.of(
                        "",
                        commands -> walk.type(commands, 0, line -> run(walk, line)),
                        "yes",
                        commands -> walk.type(commands, 0, line -> run(walk, line)),
                        "told",
                        commands -> assertThat(run(walk, commands).status()).isBetween(0, 2),
                        "refused",
                        commands -> walk.type(commands, 1, line -> run(walk, line)));
                for (String guide : List.of("operator.md", "developer.md", "maker.md")) {
                    walk.walk(guide, kinds);
                }
            }
            assertThat(walk.said())
                    .contains("cam-01 is trusted: evidence affirming")
                    .contains("1 updated, 0 failed of 1")
                    .containsPattern("published \\S+; .*; its reference values are statement \\d+ of the log")
                    .contains("case v-1 is warned")
                    .contains("cloud.acme.example");
        }
        assertThat(Files.readString(folder.resolve("making/cases.ics"))).contains("case v-1");
        assertThat(Files.readString(folder.resolve("making/technical-file.html")))
                .contains("acme-fan");
        assertThat(Files.readString(folder.resolve("dev/shown.json"))).contains("cam-01");
    }

    /** Our own command is run in this process: fifty starts of a virtual machine are most of a minute. */
    private Peer.Result run(GuideWalk walk, String line) throws Exception {
        Matcher typed = OURS.matcher(line);
        if (!typed.matches()) {
            return walk.shell(line);
        }
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(typed.group(2)
                .replace("$(date -u +%Y-%m-%dT%H:%M:%SZ)", Instant.now().toString()));
        while (word.find()) {
            String text = word.group().replace("\"", "");
            words.add(
                    text.matches("(making|office|dev)/.*")
                            ? folder.resolve(text).toString()
                            : text);
        }
        if (!words.contains("--help")) {
            words.add("--data=" + folder.resolve("data/muster"));
        }
        if (typed.group(1) != null) {
            words.add("--token="
                    + Files.readString(folder.resolve(typed.group(1))).strip());
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(String[]::new));
        if (typed.group(3) != null) {
            Files.writeString(folder.resolve(typed.group(3)), out.toString());
        }
        return new Peer.Result(status, out.toString() + err);
    }
}
