package dev.muster.guard.integrity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's USB devices (Documentation/usb/authorization.rst): a device that is not authorised has no configuration, so no
 * driver and no use. Vendor, product and serial number are what a device says of itself: whoever builds one can say the same.
 */
final class UsbDevices {
    private static final Logger LOG = LoggerFactory.getLogger(UsbDevices.class);
    private static final int WORDS = 3;

    /** A string descriptor has 126 characters (USB 2.0 §9.6.7), each of at most three bytes in UTF-8. */
    private static final int WORD_BYTES_MAX = 3 * 126;

    private final Path devices;

    /** {@code vendor product} of which each device may be used. */
    private final Set<String> kinds = new HashSet<>();

    /** {@code vendor product serial} of the ones of which only that device may. */
    private final Set<String> single = new HashSet<>();

    UsbDevices(Path devices, List<String> parts) {
        this.devices = devices;
        for (String part : parts) {
            String[] words = part.split(" ", WORDS + 1);
            if (words[0].equals("usb") && words.length == WORDS) {
                kinds.add(words[1] + " " + words[2]);
            } else if (words[0].equals("usb") && words.length > WORDS) {
                single.add(words[1] + " " + words[2] + " " + words[WORDS]);
            }
        }
    }

    /**
     * Authorises what is named and nothing else. A bus's own hub ({@code usb1}) cannot be plugged in and stays; its bus lets
     * nothing in by itself.
     *
     * @return what is there and not named, as {@code usb vendor product serial}
     */
    Set<String> hold() {
        Set<String> refused = new TreeSet<>();
        for (Path device : list()) {
            String name = device.getFileName().toString();
            if (name.startsWith("usb")) {
                write(device.resolve("authorized_default"), "0");
            } else if (Files.exists(device.resolve("idVendor"))) {
                String kind = word(device.resolve("idVendor")) + " " + word(device.resolve("idProduct"));
                String serial = word(device.resolve("serial"));
                boolean may = kinds.contains(kind) || (!serial.isEmpty() && single.contains(kind + " " + serial));
                write(device.resolve("authorized"), may ? "1" : "0");
                if (!may) {
                    refused.add(("usb " + kind + " " + serial).strip());
                }
            }
        }
        return refused;
    }

    private List<Path> list() {
        try (Stream<Path> all = Files.list(devices)) {
            return all.sorted().toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    /** What a file of sysfs says, in one line: its words are a stranger's. */
    static String word(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return new String(Arrays.copyOf(bytes, Math.min(bytes.length, WORD_BYTES_MAX)), StandardCharsets.UTF_8)
                    .strip()
                    .replaceAll("\\p{C}", "?");
        } catch (IOException none) {
            return "";
        }
    }

    private static void write(Path file, String word) {
        try {
            if (Files.exists(file) && !word(file).equals(word)) {
                Files.writeString(file, word);
            }
        } catch (IOException e) {
            LOG.warn("{} is not {}: {}", file, word, e.getMessage());
        }
    }
}
