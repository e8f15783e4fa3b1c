package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Types the blocks of a guide in their order. The word behind {@code ```sh} says what a block is: {@code server} and {@code
 * device} go on in terminals of their own, every other line ends well.
 */
final class GuideWalk implements AutoCloseable {
    static final Duration START = Duration.ofMinutes(1);

    private static final Pattern BLOCK = Pattern.compile("```sh *([a-z]*)\\n(.*?)```", Pattern.DOTALL);

    private final TypedCommands terminal;
    private final List<Peer> open = new ArrayList<>();
    private final StringBuilder said = new StringBuilder();
    private final Map<String, Duration> ended = new HashMap<>();
    private final long begun = System.nanoTime();

    GuideWalk(Path folder) throws IOException {
        terminal = TypedCommands.in(folder);
    }

    /** What is done with a block. */
    interface Kind {
        void type(String commands) throws Exception;
    }

    /** @param own kinds of blocks that this guide alone has; the empty word is that of blocks without one */
    void walk(String guide, Map<String, Kind> own) throws Exception {
        Map<String, Kind> kinds = new HashMap<>(Map.of(
                "server",
                commands -> start(commands, "the server's sign-in link", "sign in"),
                "device",
                commands -> start(commands, "the device's proof", "attested affirming"),
                "",
                this::type));
        kinds.putAll(own);
        Matcher block =
                BLOCK.matcher(Files.readString(Path.of(System.getProperty("muster.root"), "docs", "guides", guide)));
        int blocks = 0;
        while (block.find()) {
            blocks++;
            Kind kind = kinds.get(block.group(1));
            assertThat(kind)
                    .as("blocks of the word %s in %s", block.group(1), guide)
                    .isNotNull();
            kind.type(block.group(2).strip());
        }
        assertThat(blocks).as("blocks of %s", guide).isPositive();
    }

    /** A command that goes on. */
    Peer start(String command) throws IOException {
        open.add(terminal.start(command));
        return open.getLast();
    }

    /** One that goes on, once it has said this. */
    void start(String command, String what, String line) throws Exception {
        start(command).line(what, START, each -> each.contains(line));
    }

    private void type(String commands) throws Exception {
        type(commands, 0, terminal::type);
    }

    /** How one line is run to its end. */
    interface Run {
        Peer.Result line(String line) throws Exception;
    }

    /** Types lines that end with this status. */
    void type(String commands, int status, Run run) throws Exception {
        for (String line : commands.lines().toList()) {
            Peer.Result result = run.line(line);
            assertThat(result.status()).as("%s%n%s", line, result.out()).isEqualTo(status);
            said.append(result.out()).append('\n');
            ended.put(line, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /** Runs one line as in the guide's terminal. */
    Peer.Result shell(String line) throws Exception {
        return terminal.type(line);
    }

    /** All that was said by what ended. */
    String said() {
        return said.toString();
    }

    /** How long after the beginning of the walk a line had ended. */
    Duration until(String line) {
        Duration found = ended.get(line);
        assertThat(found).as(line).isNotNull();
        return found;
    }

    /** What was started last and goes on. */
    Peer last() {
        return open.getLast();
    }

    /** Ends what was started last. */
    void stopLast() throws IOException {
        open.removeLast().close();
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : open.reversed()) {
            peer.close();
        }
    }
}
