package dev.muster.cli.demo;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Room on the disk that the demo's folder lies on. */
final class Room {

    private static final long MIB = 1024L * 1024;

    /** The second version's image of 2.5 MiB in one slot, and once more while it arrives; the first version is shared. */
    private static final long DEVICE_BYTES = 6 * MIB;

    /** Server, logs, maker and the device that is a process of its own. */
    private static final long OTHER_BYTES = 32 * MIB;

    /** Below this, whatever failed has most likely failed for want of room. */
    private static final long FULL_BYTES = MIB;

    private Room() {}

    /**
     * Makes the folder.
     *
     * @throws CommandFailed in one sentence, when it cannot be made or has no room for so many devices
     */
    static void prepare(Path folder, int devices) {
        try {
            Files.createDirectories(folder);
            require(folder, devices, Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            throw new CommandFailed(
                    Status.UNKNOWN, "The folder " + folder + " cannot be made; name another with --data.", e);
        }
    }

    static void require(Path folder, int devices, long usableBytes) {
        long needed = OTHER_BYTES + devices * DEVICE_BYTES;
        if (usableBytes < needed) {
            throw CommandFailed.because(
                    "A demo with " + devices + " devices needs " + needed / MIB + " MiB, and the disk of " + folder
                            + " has " + usableBytes / MIB + " MiB left; name another with --data, or fewer --devices.");
        }
    }

    /** Why a step most likely failed. Empty when there is room. */
    static Optional<String> full(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() < FULL_BYTES
                    ? Optional.of("The disk of " + folder + " is full.")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
