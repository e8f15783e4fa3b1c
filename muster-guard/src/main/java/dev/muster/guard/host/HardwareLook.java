package dev.muster.guard.host;

import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.Standing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Which parts the host has. */
record HardwareLook(Host host) {
    /** Enough of a digest to notice a change. */
    private static final int SHORT_DIGEST_BYTES = 8;

    List<HostFact> facts() {
        return List.of(
                parts(),
                usb(),
                node("host.tpm", "dev/tpmrm0", "TPM 2.0", "keys are files"),
                node("host.watchdog", "dev/watchdog", "a timer that restarts it", "nothing restarts it when it hangs"),
                sensors());
    }

    private HostFact parts() {
        List<String> found = new ArrayList<>();
        for (String bus : List.of("pci", "usb")) {
            String folder = "sys/bus/" + bus + "/devices";
            for (String name : host.names(folder)) {
                String vendor = bus.equals("pci") ? "/vendor" : "/idVendor";
                String product = bus.equals("pci") ? "/device" : "/idProduct";
                host.read(folder + "/" + name + vendor)
                        .ifPresent(v -> found.add(bus + " " + v + " "
                                + host.read(folder + "/" + name + product).orElse("?")));
            }
        }
        String digest = HexFormat.of()
                .formatHex(Sha256.of(String.join("\n", found).getBytes(StandardCharsets.UTF_8)), 0, SHORT_DIGEST_BYTES);
        boolean known = host.exists("sys/bus");
        return host.fact(
                "host.hardware",
                known ? found.size() + " parts, " + digest : "unknown",
                known ? Standing.CHECKED : Standing.MISSING,
                "parts on the PCI and USB buses: " + String.join(", ", found));
    }

    private HostFact usb() {
        List<String> roots = host.names("sys/bus/usb/devices").stream()
                .filter(n -> n.startsWith("usb"))
                .toList();
        boolean closed = roots.stream()
                .allMatch(n -> host.read("sys/bus/usb/devices/" + n + "/authorized_default")
                        .map(v -> v.equals("0"))
                        .orElse(false));
        return host.fact(
                "host.usb",
                roots.isEmpty() ? "none" : closed ? "unauthorised by default" : "open",
                roots.isEmpty() ? Standing.CHECKED : closed ? Standing.ENFORCED : Standing.MISSING,
                roots.isEmpty() ? "there is no USB" : roots.size() + " USB buses");
    }

    private HostFact node(String key, String path, String there, String absent) {
        boolean is = host.exists(path);
        return host.fact(key, is ? "yes" : "none", is ? Standing.ENFORCED : Standing.MISSING, is ? there : absent);
    }

    private HostFact sensors() {
        int hwmon = host.names("sys/class/hwmon").size();
        int iio = host.names("sys/bus/iio/devices").size();
        int gpio = host.names("sys/bus/gpio/devices").size();
        boolean any = hwmon + iio + gpio > 0;
        return host.fact(
                "host.sensors",
                any ? hwmon + " hwmon, " + iio + " iio, " + gpio + " gpio" : "none",
                any ? Standing.CHECKED : Standing.MISSING,
                any ? "sensors and lines that rules can use" : "no sensor and no line for an actuator");
    }
}
