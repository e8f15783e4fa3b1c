package dev.muster.guard.confine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The partition or disk that a device's slots lie on, as its maker wrote in {@code factory/agent.properties}: lent to the agent
 * alone. Storage that anything else uses, such as the disk of this system's root, is lent to nobody.
 *
 * @param root the device's folder
 */
record SlotStorage(Path root) {
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

    /** @throws IOException when it is no block device below {@code /dev}, or is in use */
    void lend(Path device, int user) throws IOException {
        if (!device.startsWith("/dev")
                || ((int) Files.getAttribute(device, "unix:mode", LinkOption.NOFOLLOW_LINKS) & KIND) != BLOCK_DEVICE) {
            throw new IOException(device + " is no block device below /dev");
        }
        if (mounted(device) || holders(device)) {
            throw new IOException(device + " is in use, so the agent does not get it");
        }
        Files.setAttribute(device, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean mounted(Path device) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts"), StandardCharsets.UTF_8).stream()
                .anyMatch(line -> line.startsWith(device + " ") || line.matches("\\Q" + device + "\\Ep?[0-9]+ .*"));
    }

    /** Device mapper and RAID say here what they have over it. */
    private static boolean holders(Path device) throws IOException {
        Path holders = Path.of("/sys/class/block", device.getFileName().toString(), "holders");
        if (!Files.isDirectory(holders)) {
            return false;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(holders)) {
            return all.iterator().hasNext();
        }
    }
}
