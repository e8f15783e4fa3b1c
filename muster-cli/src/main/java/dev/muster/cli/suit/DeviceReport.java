package dev.muster.cli.suit;

import dev.muster.cli.CommandFailed;
import dev.muster.format.MalformedException;
import dev.muster.format.update.suit.Capabilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A SUIT_Capability_Report in a file. */
final class DeviceReport {
    private DeviceReport() {}

    static Optional<Capabilities> of(Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Capabilities.parse(Files.readAllBytes(file.get())));
        } catch (MalformedException e) {
            throw CommandFailed.because(file.get() + " is not a capability report: " + e.getMessage() + ".");
        }
    }
}
