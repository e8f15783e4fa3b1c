package dev.muster.guard.linux;

import java.io.IOException;
import java.nio.file.Path;

/** A disk or partition. */
public final class BlockDevice {
    private static final int O_EXCL = 0x80;

    private BlockDevice() {}

    /**
     * Asks the kernel, who alone knows: a mount in another namespace or by another name, swap, and device mapper or RAID over one
     * partition of a disk are uses of it, too (open(2), O_EXCL).
     *
     * @throws IOException when it is in use
     */
    public static void unused(Path device) throws IOException {
        Kernel.close(Kernel.open(device, O_EXCL | Kernel.O_CLOEXEC));
    }
}
