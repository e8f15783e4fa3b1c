package dev.muster.guard.integrity;

import dev.muster.format.devices.manifest.Violation;
import dev.muster.guard.linux.NetNamespace;
import dev.muster.guard.linux.Uevents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts that come while the device runs: USB devices stay unauthorised unless the manifest names them, and every part that it
 * does not name is told. Events may be lost, so all parts are listed after each one.
 */
public final class PartsWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartsWatch.class);
    private static final Path USB = Path.of("/sys/bus/usb/devices");

    private final Uevents events;
    private final Set<String> named;
    private final Teller teller;
    private final Set<String> told = new HashSet<>();

    /**
     * @param network the device's: its interfaces are seen there
     * @param named as {@code usb 1d6b 0002}, {@code pci 0x8086 0x1237} or {@code net eth0}
     */
    public PartsWatch(NetNamespace network, List<String> named, Teller teller) throws IOException {
        this.events = network.inside(Uevents::open);
        this.named = Set.copyOf(named);
        this.teller = teller;
        closeUsb();
        parts().forEach(this::judge);
        Thread.ofPlatform().daemon().name("parts-watch").start(this::watch);
    }

    /** Every bus refuses what is plugged in from now on. */
    private static void closeUsb() {
        for (Path bus : list(USB)) {
            write(bus.resolve("authorized_default"), "0");
        }
    }

    private void watch() {
        while (true) {
            try {
                events.next().ifPresent(event -> {
                    if (event.action().equals("add")) {
                        if (event.place().contains("/net/")) {
                            judge("net " + event.place().substring(event.place().lastIndexOf('/') + 1));
                        }
                        parts().forEach(this::judge);
                    }
                });
            } catch (IOException e) {
                if (events.closed()) {
                    LOG.debug("the watch of parts ends");
                    return;
                }
                // ENOBUFS: more came than there was room for, so what came is looked for.
                LOG.warn("the watch of parts: {}", e.getMessage());
                parts().forEach(this::judge);
            }
        }
    }

    private void judge(String part) {
        if (!named.contains(part) && told.add(part)) {
            teller.violated(Violation.PART_ADDED, part, "");
        }
    }

    private Set<String> parts() {
        Set<String> found = new TreeSet<>();
        for (Path device : list(USB)) {
            String part = "usb " + read(device.resolve("idVendor")) + " " + read(device.resolve("idProduct"));
            if (!part.equals("usb  ")) {
                found.add(part);
                write(device.resolve("authorized"), named.contains(part) ? "1" : "0");
            }
        }
        for (Path device : list(Path.of("/sys/bus/pci/devices"))) {
            found.add("pci " + read(device.resolve("vendor")) + " " + read(device.resolve("device")));
        }
        return found;
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException none) {
            return "";
        }
    }

    private static void write(Path file, String word) {
        try {
            if (Files.exists(file) && !read(file).equals(word)) {
                Files.writeString(file, word);
            }
        } catch (IOException e) {
            LOG.warn("{} is not {}: {}", file, word, e.getMessage());
        }
    }

    @Override
    public void close() {
        events.close();
    }
}
