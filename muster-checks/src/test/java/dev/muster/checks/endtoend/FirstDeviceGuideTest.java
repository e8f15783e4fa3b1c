package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Types every command of docs/guides/first-device.md, in its order: a stranger's first day. */
class FirstDeviceGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```sh *([a-z]*)\\n(.*?)```", Pattern.DOTALL);
    private static final Duration START = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void everyCommandOfTheGuideWorksAsPrinted() throws Exception {
        TypedCommands terminal = TypedCommands.in(folder);
        String guide =
                Files.readString(Path.of(System.getProperty("muster.root")).resolve("docs/guides/first-device.md"));
        List<Peer> open = new ArrayList<>();
        StringBuilder said = new StringBuilder();
        try {
            Matcher block = BLOCK.matcher(guide);
            while (block.find()) {
                String commands = block.group(2).strip();
                switch (block.group(1)) {
                    case "server" -> {
                        open.add(terminal.start(commands));
                        open.getLast().line("the server's sign-in link", START, line -> line.startsWith("sign in"));
                    }
                    case "device" -> {
                        open.add(terminal.start(commands));
                        open.getLast().line("the device's proof", START, line -> line.contains("attested affirming"));
                    }
                    default -> type(terminal, commands, said);
                }
            }
            assertThat(said)
                    .contains("lamp-01 is trusted: evidence affirming")
                    .contains("finished")
                    .contains("1 updated, 0 failed of 1")
                    .contains("1.1.0")
                    .contains("lamp-01 refused it");
            assertThat(open.getLast().lines())
                    .anyMatch(line -> line.contains("attested affirming 1.1.0"))
                    .anyMatch(line -> line.contains("attested contraindicated"))
                    .anyMatch(line -> line.contains("rolled-back"));
        } finally {
            for (Peer peer : open.reversed()) {
                peer.close();
            }
        }
    }

    private static void type(TypedCommands terminal, String commands, StringBuilder said) throws Exception {
        for (String line : commands.lines().toList()) {
            Peer.Result result = terminal.type(line);
            assertThat(result.status()).as("%s%n%s", line, result.out()).isZero();
            said.append(result.out()).append('\n');
        }
    }
}
