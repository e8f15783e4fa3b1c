package dev.muster.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.devices.manifest.Violation;
import dev.muster.guard.socket.Ask;
import dev.muster.guard.socket.Happening;
import dev.muster.testing.Needs;
import dev.muster.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** USB as a tree of files that stands for the kernel's; the events are the kernel's, of another kind of part. */
class UsbTest {
    @TempDir
    Path folder;

    private DeviceHere device;
    private Process world;
    private int plugged;

    @BeforeEach
    void aMachineWithOneBus() throws Exception {
        Needs.root("the kernel's events");
        Needs.tool("ip", "parts that are attached");
        device = new DeviceHere(folder);
        Path bus = Files.createDirectories(folder.resolve("hardware/bus/usb/devices/usb1"));
        Files.writeString(bus.resolve("authorized_default"), "1\n");
        files(bus, "1d6b", "0002", "0000:00:04.0");
        world = new ProcessBuilder("unshare", "-n", "sh", "-c", "echo ready; exec cat").start();
        assertThat(world.inputReader().readLine()).isEqualTo("ready");
    }

    @AfterEach
    void end() throws Exception {
        if (world != null) {
            world.destroyForcibly().waitFor();
        }
    }

    @Test
    void nothingIsAuthorisedThatTheMakerDidNotName() throws Exception {
        Path early = plug("1-1", "46f4", "0001", "there-before-the-guard", "1");
        device.factoryManifest(device.manifest(List.of(), List.of(), List.of(), Map.of()));
        try (Guard _ = guard()) {
            assertThat(authorized(early)).isEqualTo("0");
            assertThat(bus("authorized_default")).isEqualTo("0");
            assertThat(bus("authorized"))
                    .as("a bus's own hub is no plugged part")
                    .isEqualTo("1");
            told("usb 46f4 0001 there-before-the-guard");
            // A device may say whatever it likes of itself, also lines that look like others.
            Path liar = plug("1-2", "46f4", "0001", "x\nusb 1d6b 0002", "1");
            event();
            refused(liar);
            told("usb 46f4 0001 x?usb 1d6b 0002");
        }
    }

    @Test
    void onlyTheNamedOneOfManyIsAuthorisedAndOnlyWhileItIsNamed() throws Exception {
        device.factoryManifest(
                device.manifest(List.of(), List.of(), List.of("usb 0781 5581 AA 11", "usb 046d c31c"), Map.of()));
        Path key = plug("1-1", "0781", "5581", "AA 11", "0");
        Path other = plug("1-2", "0781", "5581", "AA 12", "0");
        Path silent = plug("1-3", "0781", "5581", "", "0");
        Path keyboard = plug("1-4", "046d", "c31c", "any", "0");
        try (Guard _ = guard()) {
            assertThat(List.of(authorized(key), authorized(other), authorized(silent), authorized(keyboard)))
                    .containsExactly("1", "0", "0", "1");
            told("usb 0781 5581 AA 12");
            // Somebody else authorises it: it does not last.
            Files.writeString(other.resolve("authorized"), "1");
            event();
            refused(other);
            // The maker takes the name back.
            device.ask(new Ask.Manifest(device.manifest(List.of(), List.of(), List.of("usb 046d c31c"), Map.of())));
            refused(key);
            assertThat(authorized(keyboard)).isEqualTo("1");
            told("usb 0781 5581 AA 11");
        }
    }

    @Test
    void aManifestThatNobodySignedAuthorisesNothing() throws Exception {
        device.factoryManifest(device.manifest(List.of(), List.of(), List.of(), Map.of()));
        Path stick = plug("1-1", "46f4", "0001", "7", "0");
        byte[] forged = new DeviceHere(Files.createDirectories(folder.resolve("stranger")))
                .manifest(List.of(), List.of(), List.of("usb 46f4 0001"), Map.of());
        try (Guard _ = guard()) {
            assertThatThrownBy(() -> device.ask(new Ask.Manifest(forged))).hasMessageContaining("no maker");
            event();
            assertThat(authorized(stick)).isEqualTo("0");
        }
    }

    private Guard guard() throws IOException {
        GuardSettings settings = GuardHere.settings(folder, DeviceHere.USER, false, List.of(), network());
        Guard guard = new Guard(settings);
        guard.start();
        return guard;
    }

    private Path network() {
        return Path.of("/proc/" + world.pid() + "/ns/net");
    }

    /** What the kernel says of any part makes the guard look at all. */
    private void event() throws Exception {
        String name = "usb" + ++plugged;
        Process ip = new ProcessBuilder(
                        "nsenter",
                        "--net=" + network(),
                        "ip",
                        "link",
                        "add",
                        name,
                        "type",
                        "veth",
                        "peer",
                        "name",
                        name + "p")
                .inheritIO()
                .start();
        assertThat(ip.waitFor()).isZero();
    }

    private Path plug(String place, String vendor, String product, String serial, String authorized)
            throws IOException {
        Path part = Files.createDirectories(
                folder.resolve("hardware/bus/usb/devices").resolve(place));
        files(part, vendor, product, serial);
        Files.writeString(part.resolve("authorized"), authorized + "\n");
        return part;
    }

    private static void files(Path part, String vendor, String product, String serial) throws IOException {
        Files.writeString(part.resolve("authorized"), "1\n");
        Files.writeString(part.resolve("idProduct"), product + "\n");
        if (!serial.isEmpty()) {
            Files.writeString(part.resolve("serial"), serial + "\n");
        }
        Files.writeString(part.resolve("idVendor"), vendor + "\n");
    }

    private String bus(String file) throws IOException {
        return Files.readString(folder.resolve("hardware/bus/usb/devices/usb1").resolve(file))
                .strip();
    }

    private static String authorized(Path part) throws IOException {
        return Files.readString(part.resolve("authorized")).strip();
    }

    private static void refused(Path part) throws Exception {
        Waiting.until(
                "it is refused", DeviceHere.LONGEST, () -> authorized(part).equals("0"));
    }

    private void told(String part) throws Exception {
        Happening told = device.happening(
                h -> h.kind() == Violation.PART_ADDED && h.what().equals(part));
        assertThat(told.done()).isEqualTo("told");
    }
}
