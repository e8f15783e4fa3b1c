package dev.muster.agent.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Since when what lets people in at this device counts, kept in {@code state/local-epoch.properties}: what was issued until then is
 * void. It only goes forward.
 */
public record LocalEpoch(DeviceRoots roots) {
    private static final String SINCE = "since";

    private Path file() {
        return roots.state().resolve("local-epoch.properties");
    }

    private Instant since() throws IOException {
        if (!Files.exists(file())) {
            return Instant.EPOCH;
        }
        try {
            return Instant.ofEpochSecond(PropertyLines.read(file()).requireLong(SINCE));
        } catch (DateTimeException e) {
            throw new IOException(file() + " says no time", e);
        }
    }

    /**
     * Whether something issued then is good no more. What cannot be read lets nobody in: it throws.
     *
     * @param issued whole seconds, so one of the same second is void too
     */
    public boolean voids(Instant issued) throws IOException {
        return !issued.isAfter(since());
    }

    /** Makes void what was issued until then; a time before the kept one changes nothing. */
    public void raise(Instant to) throws IOException {
        if (to.isAfter(since())) {
            roots.write(
                    file(),
                    PropertyLines.empty(file())
                            .put(SINCE, Long.toString(to.getEpochSecond()))
                            .encode());
        }
    }
}
