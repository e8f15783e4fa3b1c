package dev.muster.guard.confine;

import dev.muster.guard.linux.BlockDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partition or disk that a device's slots lie on, as its maker wrote in {@code factory/agent.properties}: lent to the agent
 * alone. Storage that anything else uses, such as the disk of this system's root, is lent to nobody.
 *
 * @param root the device's folder
 */
record SlotStorage(Path root) {
    private static final Logger LOG = LoggerFactory.getLogger(SlotStorage.class);
    private static final String LINE = "block=/dev/";
    private static final int BLOCK_DEVICE = 0060000;
    private static final int KIND = 0170000;

    /** Empty when the slots are folders, or lie in a file of the device's folder. */
    Optional<Path> device() throws IOException {
        Path file = root.resolve("factory/agent.properties");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith(LINE))
                .map(line -> Path.of(line.substring(LINE.length() - "/dev/".length()))
                        .normalize())
                .findFirst();
    }

    /** Lends it; empty when there is none that can be lent. */
    Optional<Path> lend(int user) {
        try {
            Optional<Path> device = device();
            if (device.isPresent()) {
                lend(device.get(), user);
            }
            return device;
        } catch (IOException e) {
            LOG.error("the agent has no storage for its slots, for nothing else may use it: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static void lend(Path device, int user) throws IOException {
        if (!device.startsWith("/dev")
                || ((int) Files.getAttribute(device, "unix:mode", LinkOption.NOFOLLOW_LINKS) & KIND) != BLOCK_DEVICE) {
            throw new IOException(device + " is no block device below /dev");
        }
        // Lent by an earlier guard it is the agent's: what is in use then is a slot.
        if (!Files.getAttribute(device, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(user)) {
            BlockDevice.unused(device);
            Files.setAttribute(device, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
