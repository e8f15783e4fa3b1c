package dev.muster.agent.block;

import dev.muster.agent.state.Slot;
import dev.muster.format.update.suit.ComponentId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a factory does with the block storage of a device: lays it out and puts the first software into slot A. */
public final class BlockFactory {
    private BlockFactory() {}

    /**
     * Whatever was on it is forgotten.
     *
     * @param path a partition, a loop device or a file, as large as it shall be
     * @param component the one component of the device
     * @throws IOException when it is too small for two slots of the image
     */
    public static void make(Path path, ComponentId component, byte[] image, long sequence, String version)
            throws IOException {
        try (FileBlockDevice device = FileBlockDevice.open(path)) {
            Geometry geometry = Geometry.one(component, device.bytes());
            long room = geometry.areas().getFirst().bytes();
            if (image.length > room) {
                throw new IOException(
                        path + " has room for " + room + " bytes in each of two slots, the image has " + image.length);
            }
            BlockBoot boot = new BlockBoot(device, RollbackCounter.none());
            boot.make(geometry);
            boot.provision(Slot.A, List.of(image), sequence, version);
        }
    }
}
