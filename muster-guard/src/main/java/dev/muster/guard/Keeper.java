package dev.muster.guard;

import dev.muster.guard.linux.NetNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shell that starts the guard in a network namespace of its own, and another one when it is killed. A guard whose keeper
 * is killed starts another keeper: neither is alone for long.
 */
public final class Keeper {
    private static final String VARIABLE = "MUSTER_KEEPER";

    private Keeper() {}

    /**
     * How a guard is started for good.
     *
     * @param folder the guard's
     * @param guard the words that start it once
     */
    public static List<String> command(Path folder, List<String> guard) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", script(), "muster-keeper", folder.toString()));
        words.addAll(guard);
        return words;
    }

    /** The number of this guard's keeper; empty when there is none. */
    public static Optional<Long> here() {
        return Optional.ofNullable(System.getenv(VARIABLE)).map(Long::parseLong);
    }

    /** Starts another keeper for this guard, in the device's network. */
    static Process adopt(Path folder, List<String> guard, NetNamespace network) throws IOException {
        ProcessBuilder another = new ProcessBuilder(command(folder, guard)).inheritIO();
        another.environment()
                .put("MUSTER_ADOPT", String.valueOf(ProcessHandle.current().pid()));
        return network.inside(another::start);
    }

    private static String script() {
        try (InputStream in = Keeper.class.getResourceAsStream("keeper.sh")) {
            if (in == null) {
                throw new IllegalStateException("keeper.sh is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
