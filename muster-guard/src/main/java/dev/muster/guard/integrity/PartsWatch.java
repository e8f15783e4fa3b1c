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

    private final Uevents events;
    private final List<String> named;
    private final UsbDevices usb;
    private final Path pci;
    private final Teller teller;
    private final Set<String> told = new HashSet<>();

    /**
     * @param network the device's: its interfaces are seen there
     * @param hardware the kernel's lists of parts, normally {@code /sys}
     * @param named as {@code usb 1d6b 0002}, {@code usb 0781 5581 SERIAL}, {@code pci 0x8086 0x1237} or {@code net eth0}; when
     *     there are none, USB is closed and nothing is told of the other buses
     */
    public PartsWatch(NetNamespace network, Path hardware, List<String> named, Teller teller) throws IOException {
        this.events = network.inside(Uevents::open);
        this.named = List.copyOf(named);
        this.usb = new UsbDevices(hardware.resolve("bus/usb/devices"), named);
        this.pci = hardware.resolve("bus/pci/devices");
        this.teller = teller;
        look();
        Thread.ofPlatform().daemon().name("parts-watch").start(this::watch);
    }

    private void watch() {
        while (true) {
            try {
                events.next().ifPresent(this::follow);
            } catch (IOException e) {
                if (events.closed()) {
                    LOG.debug("the watch of parts ends");
                    return;
                }
                // ENOBUFS: more came than there was room for, so what came is looked for.
                LOG.warn("the watch of parts: {}", e.getMessage());
                look();
            }
        }
    }

    private void follow(Uevents.Uevent event) {
        if (event.action().equals("add") && event.place().matches(".*/net/[^/]+")) {
            judge("net " + event.place().substring(event.place().lastIndexOf('/') + 1));
        }
        // A driver binds to a USB device that somebody else has just authorised.
        if (Set.of("add", "bind", "remove").contains(event.action())) {
            look();
        }
    }

    /** What is there now. What went away is told again when it comes again. */
    private void look() {
        Set<String> refused = usb.hold();
        Set<String> others = others();
        told.removeIf(part -> !part.startsWith("net ") && !refused.contains(part) && !others.contains(part));
        refused.forEach(this::tell);
        others.forEach(this::judge);
    }

    private void judge(String part) {
        if (!named.isEmpty() && !named.contains(part)) {
            tell(part);
        }
    }

    private void tell(String part) {
        if (told.add(part)) {
            teller.violated(Violation.PART_ADDED, part, "");
        }
    }

    private Set<String> others() {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> all = Files.list(pci)) {
            for (Path device : all.toList()) {
                found.add("pci " + UsbDevices.word(device.resolve("vendor")) + " "
                        + UsbDevices.word(device.resolve("device")));
            }
        } catch (IOException none) {
            LOG.debug("no {}", pci);
        }
        return found;
    }

    @Override
    public void close() {
        events.close();
    }
}
