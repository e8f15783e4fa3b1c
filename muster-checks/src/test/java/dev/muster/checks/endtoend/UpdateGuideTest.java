package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.block.BlockBoot;
import dev.muster.agent.block.FileBlockDevice;
import dev.muster.agent.block.RollbackCounter;
import dev.muster.cli.Main;
import dev.muster.testing.Peer;
import java.io.PrintWriter;
import java.io.StringWriter;
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

/** Types every command of docs/guides/update.md: from a release to block storage that holds it, attested and committed. */
class UpdateGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```sh *([a-z]*)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");
    private static final String MUSTER = "./muster ";
    private static final Duration START = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void everyCommandOfTheGuideWorksAsPrinted() throws Exception {
        TypedCommands terminal = TypedCommands.in(folder);
        String guide =
                Files.readString(Path.of(System.getProperty("muster.root")).resolve("docs/guides/update.md"));
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
                    case "refused" -> type(terminal, commands, said, 1);
                    default -> type(terminal, commands, said, 0);
                }
            }
            assertThat(said)
                    .contains("lamp-01 is trusted: evidence affirming")
                    .contains("1 updated, 0 failed of 1")
                    .contains("installed; the next start takes slot-b")
                    .contains("refused:");
            assertThat(open.getLast().lines())
                    .anyMatch(line -> line.contains("attested affirming 1.1.0"))
                    .anyMatch(line -> line.contains("attested affirming 1.2.0"));
            // From the first release to the second one there was a difference; the factory's image was no release.
            try (var made = Files.list(folder.resolve("data/muster/artifacts/.deltas/demo"))) {
                assertThat(made.map(file -> file.getFileName().toString()))
                        .singleElement()
                        .asString()
                        .matches("[0-9a-f]{64}-[0-9a-f]{64}");
            }
            restarted(terminal, open);
        } finally {
            for (Peer peer : open.reversed()) {
                peer.close();
            }
        }
    }

    /** The device's next start: what came from the stick runs, is affirmed, and is committed on the storage. */
    private void restarted(TypedCommands terminal, List<Peer> open) throws Exception {
        open.removeLast().close();
        open.add(terminal.start("./muster agent --root updates/lamp-01"));
        open.getLast().line("the proof of 1.3.0", START, line -> line.contains("attested affirming 1.3.0"));
        try (FileBlockDevice storage = FileBlockDevice.open(folder.resolve("updates/storage.img"))) {
            BlockBoot boot = new BlockBoot(storage, RollbackCounter.none());
            assertThat(boot.state().sequence()).isEqualTo(4);
            assertThat(boot.state().trials()).isZero();
        }
    }

    /** What only asks or makes files is run in this process: thirty starts of a virtual machine are most of a minute. */
    private Peer.Result here(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line.substring(MUSTER.length()));
        while (word.find()) {
            String text = word.group(1) == null ? word.group() : word.group(1);
            words.add(text.startsWith("updates/") ? folder.resolve(text).toString() : text);
        }
        words.add("--data=" + folder.resolve("data/muster"));
        StringWriter out = new StringWriter();
        PrintWriter both = new PrintWriter(out, true);
        int status = Main.run(both, both, words.toArray(String[]::new));
        return new Peer.Result(status, out.toString());
    }

    private void type(TypedCommands terminal, String commands, StringBuilder said, int status) throws Exception {
        for (String line : commands.lines().toList()) {
            Peer.Result result = line.startsWith(MUSTER) ? here(line) : terminal.type(line);
            assertThat(result.status()).as("%s%n%s", line, result.out()).isEqualTo(status);
            said.append(result.out()).append('\n');
        }
    }
}
