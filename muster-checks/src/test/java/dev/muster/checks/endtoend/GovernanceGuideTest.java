package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.fleet.Fleet;
import dev.muster.testing.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Types every command of the walk in docs/guides/governance.md, each by the person that the guide names. */
class GovernanceGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```sh ([a-z]+) *([a-z]*)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");
    private static final Pattern INNER = Pattern.compile("\\$\\(([^()]*(?:\\([^()]*\\)[^()]*)*)\\)");
    private static final String MUSTER = "./muster ";
    private static final Duration SHELL = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Map<String, String> tokens = new HashMap<>();
    private Site site;

    @Test
    @Timeout(300)
    void everyCommandOfTheWalkWorksAsPrinted() throws Exception {
        String guide = Files.readString(Path.of(System.getProperty("muster.root"), "docs", "guides", "governance.md"));
        StringBuilder said = new StringBuilder();
        try (ServerHere server = new ServerHere(folder.resolve("server"), InstantSource.system())) {
            server.start();
            site = new Site(folder, server.deviceDoors());
            site.publish();
            try (Fleet fleet = site.fleet(1)) {
                fleet.start("cam-01");
                assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 1)).isTrue();
                Matcher block = BLOCK.matcher(guide);
                int blocks = 0;
                while (block.find()) {
                    blocks++;
                    for (String line : block.group(3).strip().lines().toList()) {
                        said.append(typed(block.group(1), block.group(2), line)).append('\n');
                    }
                }
                assertThat(blocks).isGreaterThan(20);
            }
        }
        assertThat(said)
                .contains("grant is for another person", "vendor-endpoints stands since approve")
                .contains("work-order w-17 is closed")
                .contains("session s-1 of operator/tom on cam-01")
                .contains("session s-2 of operator/tom on cam-01", "selftest ok")
                .contains("maintenance  9000.00")
                .contains("case c-5 is affecting")
                .contains("2 begun");
        assertThat(Files.readString(folder.resolve("repair/maintenance-log.csv")))
                .contains("s-1,reviewed,", "operator/sue", "siem");
        assertThat(Files.readString(folder.resolve("repair/orders.csv"))).contains("w-17,closed,", "new lens");
        assertThat(Files.readString(folder.resolve("repair/plans.ics"))).contains("plan p-1", "T060000Z");
    }

    private String typed(String who, String how, String line) throws Exception {
        int status = how.equals("refused") ? 1 : 0;
        Peer.Result[] last = new Peer.Result[1];
        if (how.equals("later")) {
            // What follows by itself takes a moment; a person would look again.
            Site.eventually(() -> {
                last[0] = run(who, line);
                return last[0].status() == 0;
            });
        } else {
            last[0] = run(who, line);
        }
        assertThat(last[0].status()).as("%s: %s%n%s", who, line, last[0].out()).isEqualTo(status);
        return last[0].out();
    }

    private Peer.Result run(String who, String line) {
        Matcher inner = INNER.matcher(line);
        StringBuilder whole = new StringBuilder();
        while (inner.find()) {
            Peer.Result answer = run(who, inner.group(1));
            if (answer.status() != 0) {
                return answer;
            }
            inner.appendReplacement(whole, Matcher.quoteReplacement(answer.out().strip()));
        }
        inner.appendTail(whole);
        return whole.toString().startsWith(MUSTER) && !whole.toString().contains(" | ")
                ? muster(who, whole.toString())
                : shell(who, whole.toString());
    }

    /** A first command of ours may be read by others, as in {@code ./muster work show w-17 --json | sed …}. */
    private Peer.Result shell(String who, String line) {
        try {
            if (line.startsWith(MUSTER)) {
                int bar = line.indexOf(" | ");
                Files.writeString(
                        folder.resolve("said"),
                        muster(who, line.substring(0, bar)).out());
                return Peer.run(folder, Map.of(), SHELL, "sh", "-c", "cat said | " + line.substring(bar + 3));
            }
            return Peer.run(folder, Map.of(), SHELL, "sh", "-c", line);
        } catch (Exception e) {
            throw new AssertionError(line, e);
        }
    }

    private Peer.Result muster(String who, String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line.substring(MUSTER.length()));
        while (word.find()) {
            String text = word.group().replace("\"", "");
            words.add(
                    text.startsWith("repair/")
                            ? folder.resolve(text).toString()
                            : text.equals("/var/lib/muster")
                                    ? folder.resolve("fleet/cam-01").toString()
                                    : text);
        }
        List<String> asWhom = new ArrayList<>();
        if (!words.getFirst().equals("agent") && !words.subList(0, 2).equals(List.of("session", "key"))) {
            asWhom.addAll(who.equals("boss") ? List.of("--data=" + site.data()) : remote(who));
        }
        // Options stand before what a tool gets.
        int tool = words.indexOf("--");
        words.addAll(tool < 0 ? words.size() : tool, asWhom);
        return TypedCommands.here(words);
    }

    private List<String> remote(String who) {
        try (ApiClient boss = site.api()) {
            String token = tokens.computeIfAbsent(
                    who,
                    name -> boss.post(Site.path("tokens"), Map.of("operator", name, "days", 1))
                            .path("token")
                            .asString());
            return List.of("--server=" + boss.server(), "--ca=" + new DataDir(site.data()).tlsCa(), "--token=" + token);
        }
    }
}
