package dev.muster.agent.state;

import dev.muster.format.devices.maintenance.WipeProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a wipe has come, in {@code state/wipe}: {@code ordered} before anything is destroyed, {@code proof} when all is, and
 * {@code delivered} when the server has the proof. A device that finds one of them at its start does nothing else first.
 */
public final class WipeJournal {
    private static final String PLACE = "place.";

    private final DeviceRoots roots;
    private final Path folder;

    public WipeJournal(DeviceRoots roots) {
        this.roots = roots;
        this.folder = roots.state().resolve("wipe");
    }

    /**
     * What was ordered.
     *
     * @param order id of the order
     * @param custody id of the record that the proof belongs to
     * @param begunAt whole seconds
     * @param inventory what was there before; {@code remaining} is all of it
     */
    public record Ordered(String order, String custody, Instant begunAt, List<WipeProof.Place> inventory) {
        public Ordered {
            inventory = List.copyOf(inventory);
        }
    }

    /** Where this is kept: the one folder that a wipe spares until it is over. */
    public Path folder() {
        return folder;
    }

    /** Empty when nothing is to be destroyed. */
    public Optional<Ordered> ordered() throws IOException {
        Path file = folder.resolve("ordered");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        PropertyLines lines = PropertyLines.read(file);
        List<WipeProof.Place> inventory = new ArrayList<>();
        try {
            for (String place : lines.withPrefix(PLACE).values()) {
                String[] part = place.split(" ", 5);
                inventory.add(new WipeProof.Place(
                        WipeProof.Kind.valueOf(part[0]),
                        part[4],
                        WipeProof.Method.valueOf(part[1]),
                        Long.parseLong(part[2]),
                        Long.parseLong(part[3]),
                        Long.parseLong(part[2])));
            }
            return Optional.of(new Ordered(
                    lines.require("order"),
                    lines.require("custody"),
                    Instant.parse(lines.require("begun")),
                    inventory));
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** From here on there is no way back; it survives a power cut when this returns. */
    public void order(Ordered ordered) throws IOException {
        Files.createDirectories(folder);
        AtomicFile.flushFolder(roots.state(), roots.durability());
        PropertyLines lines = PropertyLines.empty(folder.resolve("ordered"))
                .put("order", ordered.order())
                .put("custody", ordered.custody())
                .put("begun", ordered.begunAt().toString());
        for (int i = 0; i < ordered.inventory().size(); i++) {
            WipeProof.Place place = ordered.inventory().get(i);
            lines.put(
                    PLACE + String.format("%03d", i),
                    place.kind() + " " + place.method() + " " + place.files() + " " + place.size() + " "
                            + place.what());
        }
        roots.write(folder.resolve("ordered"), lines.encode());
    }

    /** The signed proof, once there is one. */
    public Optional<byte[]> proof() throws IOException {
        Path file = folder.resolve("proof");
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    public void prove(byte[] signed) throws IOException {
        roots.write(folder.resolve("proof"), signed);
    }

    /** Whether the server has the proof. */
    public boolean isDelivered() {
        return Files.exists(folder.resolve("delivered"));
    }

    public void delivered() throws IOException {
        roots.write(folder.resolve("delivered"), new byte[0]);
    }

    /** It is over. The order goes first: what is left of the folder then means nothing. */
    public void clear() throws IOException {
        for (String file : List.of("ordered", "proof", "delivered")) {
            Files.deleteIfExists(folder.resolve(file));
            AtomicFile.flushFolder(folder, roots.durability());
        }
        Files.deleteIfExists(folder);
    }
}
