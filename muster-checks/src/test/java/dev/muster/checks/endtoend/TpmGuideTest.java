package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
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

/** Types every command of the walk in docs/guides/tpm.md, in its order, with swtpm as the TPM. */
class TpmGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```sh *([a-z]*)\\n(.*?)```", Pattern.DOTALL);
    private static final Duration START = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void everyCommandOfTheWalkWorksAsPrinted() throws Exception {
        Needs.tool("swtpm", "the walk of the guide about TPMs");
        Needs.tool("swtpm_setup", "the walk of the guide about TPMs");
        TypedCommands terminal = TypedCommands.in(folder);
        String guide =
                Files.readString(Path.of(System.getProperty("muster.root")).resolve("docs/guides/tpm.md"));
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
                    case "tpm" -> {
                        open.add(terminal.start(commands));
                        listens(folder.resolve("tpm-walk/tpm.sock"));
                    }
                    case "other" -> {
                        open.add(terminal.start(commands));
                        listens(folder.resolve("tpm-walk/tpm2.sock"));
                    }
                    case "device" -> {
                        open.add(terminal.start(commands));
                        open.getLast().line("the device's proof", START, line -> line.contains("attested affirming"));
                    }
                    default -> type(terminal, commands, said);
                }
            }
            assertThat(said)
                    .contains("TSS2 PRIVATE KEY")
                    .doesNotContain("BEGIN PRIVATE KEY")
                    .contains("software-tpm")
                    .contains("lamp-01 is trusted")
                    .contains("certified by its maker")
                    .contains("lamp-02 has the TPM")
                    .contains("lamp-02 is trusted");
            assertThat(open).anyMatch(peer -> peer.lines().stream().anyMatch(line -> line.contains("key-proved")));
        } finally {
            for (Peer peer : open.reversed()) {
                peer.close();
            }
        }
    }

    private static void listens(Path socket) throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (!Files.exists(socket)) {
            assertThat(System.nanoTime()).as("the TPM listens at " + socket).isLessThan(end);
            Thread.sleep(20);
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
