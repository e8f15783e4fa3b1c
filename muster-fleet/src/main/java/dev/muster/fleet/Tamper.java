package dev.muster.fleet;

import dev.muster.agent.state.BootStore;
import dev.muster.agent.state.DeviceRoots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** An attacker with write access to a device's storage. */
public final class Tamper {

    private Tamper() {}

    /**
     * Changes one byte in the middle of a file in the slot that runs. The file may be a hard link that hundreds of
     * virtual devices share, so the changed bytes become a new file in its place.
     *
     * @param file relative to the slot, such as {@code bin/camd}
     * @return the changed file
     */
    public static Path flipByte(DeviceRoots roots, String file) throws IOException {
        Path target = roots.slot(new BootStore(roots).read().active()).resolve(file);
        byte[] bytes = Files.readAllBytes(target);
        if (bytes.length == 0) {
            throw new IOException(target + " is empty");
        }
        bytes[bytes.length / 2] ^= 1;
        Path beside = target.resolveSibling(target.getFileName() + ".tampered");
        Files.write(beside, bytes);
        Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(target));
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return target;
    }
}
