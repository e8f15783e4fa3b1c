package dev.muster.agent.state;

import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Where a device's parts are in the file system. Everything the agent touches is below one of these.
 *
 * @param factory what the maker put there: IDevID, trust anchors, server address ({@link Factory}); only read
 * @param identity the operational identity (LDevID) and its key
 * @param state boot state, orders acted on, reports not yet taken
 * @param slots holds {@code slot-a} and {@code slot-b}, each a folder with the files of a firmware image
 * @param network where rulesets are put in force
 * @param strength how firm anything done below these roots is
 * @param durability what a finished write survives
 */
public record DeviceRoots(
        Path factory, Path identity, Path state, Path slots, Path network, Strength strength, Durability durability) {

    /** All roots below one folder, as virtual devices and the demo have them. */
    public static DeviceRoots under(Path folder, Strength strength, Durability durability) {
        return new DeviceRoots(
                folder.resolve("factory"),
                folder.resolve("identity"),
                folder.resolve("state"),
                folder.resolve("slots"),
                folder.resolve("network"),
                strength,
                durability);
    }

    /** The folder of one slot; it need not exist. */
    public Path slot(Slot slot) {
        return slots.resolve(slot.folder());
    }

    /** Makes the folders that the agent writes into. */
    public DeviceRoots create() throws IOException {
        for (Path root : new Path[] {identity, state, slots, network}) {
            Files.createDirectories(root);
        }
        return this;
    }

    /** Writes a file below one of the roots as one step. */
    public void write(Path file, byte[] content) throws IOException {
        AtomicFile.write(file, content, durability);
    }

    /** The same for a file that others may use too. */
    void write(Path file, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
        AtomicFile.write(file, content, permissions, durability);
    }
}
