package dev.muster.checks.endtoend;

import dev.muster.cli.Main;
import dev.muster.testing.Peer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A folder in which {@code ./muster} is this build, for running what a document tells people to type. */
record TypedCommands(Path folder) {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** Its servers listen on free ports and keep their data below the folder. */
    static TypedCommands in(Path folder) throws IOException {
        Path words = Files.writeString(
                folder.resolve("java.args"),
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp \""
                        + System.getProperty("java.class.path").replace("\\", "\\\\") + "\" dev.muster.cli.Main");
        Path muster = Files.writeString(
                folder.resolve("muster"),
                "#!/bin/sh\nexec " + Path.of(System.getProperty("java.home"), "bin", "java") + " @" + words
                        + " \"$@\"\n");
        if (!muster.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + muster + " executable");
        }
        return new TypedCommands(folder);
    }

    private Map<String, String> environment() {
        return Map.of(
                "XDG_DATA_HOME",
                folder.resolve("data").toString(),
                "MUSTER_HTTP_CONSOLE_PORT",
                "0",
                "MUSTER_HTTP_DEVICE_PORT",
                "0");
    }

    /** Runs our own command in this process: each start of a virtual machine is most of a second. */
    static Peer.Result here(List<String> words) {
        StringWriter out = new StringWriter();
        PrintWriter both = new PrintWriter(out, true);
        int status = Main.run(both, both, words.toArray(String[]::new));
        return new Peer.Result(status, out.toString());
    }

    /** Starts a command that goes on, as in a terminal of its own. */
    Peer start(String command) throws IOException {
        return Peer.start(folder, environment(), List.of("sh", "-c", "exec " + command));
    }

    /** Runs one line to its end. */
    Peer.Result type(String line) throws Exception {
        return Peer.run(folder, environment(), LONGEST, "sh", "-c", line);
    }
}
