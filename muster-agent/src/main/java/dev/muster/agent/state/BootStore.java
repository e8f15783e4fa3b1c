package dev.muster.agent.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Keeps the {@link BootState} in {@code state/boot.properties}. One thread at a time. */
public final class BootStore {

    private static final String FILE = "boot.properties";

    private final DeviceRoots roots;

    public BootStore(DeviceRoots roots) {
        this.roots = roots;
    }

    /** Whether the device has a boot state; a device without one has never been assembled. */
    public boolean exists() {
        return Files.exists(file());
    }

    /** @throws IOException when it is missing or makes no sense: then nothing may be started */
    public BootState read() throws IOException {
        PropertyLines lines = PropertyLines.read(file());
        Optional<String> next = lines.get("next");
        return new BootState(
                slot(lines.require("active")),
                next.isPresent() ? Optional.of(slot(next.get())) : Optional.empty(),
                Boolean.parseBoolean(lines.require("trial")),
                lines.requireLong("sequence"),
                lines.requireLong("boots"));
    }

    public void write(BootState state) throws IOException {
        PropertyLines lines = PropertyLines.empty(file())
                .put("active", word(state.active()))
                .put("trial", Boolean.toString(state.trial()))
                .put("sequence", Long.toString(state.sequence()))
                .put("boots", Long.toString(state.boots()));
        state.next().ifPresent(slot -> lines.put("next", word(slot)));
        roots.write(file(), lines.encode());
    }

    /** Reads, changes and writes. Returns what is now kept. */
    public BootState change(UnaryOperator<BootState> step) throws IOException {
        BootState changed = step.apply(read());
        write(changed);
        return changed;
    }

    private Path file() {
        return roots.state().resolve(FILE);
    }

    private static String word(Slot slot) {
        return slot.name().toLowerCase(Locale.ROOT);
    }

    private Slot slot(String word) throws IOException {
        return switch (word) {
            case "a" -> Slot.A;
            case "b" -> Slot.B;
            default -> throw new IOException(file() + ": there is no slot " + word);
        };
    }
}
