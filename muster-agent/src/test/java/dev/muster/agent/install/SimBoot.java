package dev.muster.agent.install;

import dev.muster.agent.state.BootState;
import dev.muster.agent.state.Slot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The boot state on the simulated disk, written as the agent's own store does: beside, flush, rename, flush. */
final class SimBoot implements BootControl {
    private static final String FILE = "boot";

    private final Disk disk;

    SimBoot(Disk disk) {
        this.disk = disk;
    }

    @Override
    public BootState read() throws IOException {
        try (InputStream in = disk.read(FILE)) {
            String[] words = new String(in.readAllBytes(), StandardCharsets.US_ASCII).split(" ", -1);
            if (words.length != 5) {
                throw new IOException("the boot state is torn");
            }
            return new BootState(
                    Slot.valueOf(words[0]),
                    words[1].equals("-") ? Optional.empty() : Optional.of(Slot.valueOf(words[1])),
                    Boolean.parseBoolean(words[2]),
                    Long.parseLong(words[3]),
                    Long.parseLong(words[4]));
        }
    }

    @Override
    public void write(BootState state) throws IOException {
        String text = state.active() + " " + state.next().map(Slot::name).orElse("-") + " " + state.trial() + " "
                + state.sequence() + " " + state.boots();
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        disk.create(FILE + ".new", false);
        disk.append(FILE + ".new", bytes, 0, bytes.length);
        disk.flush(FILE + ".new");
        disk.rename(FILE + ".new", FILE);
        disk.flushFolder("");
    }
}
