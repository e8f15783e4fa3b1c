package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A demo that keeps running says what can be typed against it; that works, and is what the README shows. */
class KeptDemoTest {
    private static final Duration STORY = Duration.ofMinutes(3);
    private static final Pattern BLOCK = Pattern.compile("## Look around\\s.*?```\\n(.*?)```", Pattern.DOTALL);

    /** Those whose answer is no, because five simulated devices do not support every requirement. */
    private static final Map<String, List<Integer>> ANSWERS = Map.of("comply run", List.of(0, 1, 2));

    @TempDir
    Path folder;

    @Test
    @Timeout(400)
    void everyCommandThatIsPrintedWorksAndTheReadmeShowsTheSame() throws Exception {
        TypedCommands terminal = TypedCommands.in(folder);
        try (Peer demo = terminal.start("./muster demo --keep --console-port 0 --devices 5")) {
            demo.line("the end of the story", STORY, line -> line.startsWith("Everything keeps running"));
            List<String> commands = demo.lines().stream()
                    .filter(line -> line.startsWith("try "))
                    .map(line -> line.substring(4).strip())
                    .toList();
            assertThat(commands).hasSizeGreaterThan(8);
            for (String command : commands) {
                Peer.Result result = terminal.type(command);
                List<Integer> wanted = ANSWERS.entrySet().stream()
                        .filter(answer -> command.contains(answer.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(List.of(0));
                assertThat(wanted).as("%s%n%s", command, result.out()).contains(result.status());
            }
            Matcher readme = BLOCK.matcher(
                    Files.readString(Path.of(System.getProperty("muster.root")).resolve("README.md")));
            assertThat(readme.find()).isTrue();
            assertThat(readme.group(1).lines().map(line -> line.replaceFirst(" *#.*", "")))
                    .containsExactlyElementsOf(commands.stream()
                            .map(command -> command.replaceFirst(" --data .*", ""))
                            .toList());
        }
    }
}
