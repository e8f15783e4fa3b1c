package dev.muster.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.devices.manifest.Reflex;
import dev.muster.format.devices.manifest.Response;
import dev.muster.format.devices.manifest.Violation;
import dev.muster.guard.socket.Ask;
import dev.muster.guard.socket.Happening;
import dev.muster.testing.Needs;
import dev.muster.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, programs, parts and actuators are held to the manifest, each mechanism with its breach. */
class HeldTest {
    @TempDir
    Path folder;

    @BeforeEach
    void root() {
        Needs.root("fanotify and the kernel's events");
    }

    @Test
    void aChangedFileIsToldWithWhoChangedIt() throws Exception {
        DeviceHere device = new DeviceHere(folder);
        device.factoryManifest(device.manifest(List.of(), List.of(), List.of(), Map.of()));
        try (Guard _ = device.here()) {
            Path file = folder.resolve("slots/slot-a/etc/app.conf");
            byte[] before = Files.readAllBytes(file);
            run("sh", "-c", "echo limit = 500 >> " + file);
            Happening changed = device.happening(h -> h.kind() == Violation.FILE_CHANGED);
            assertThat(changed.what()).startsWith("slots/slot-a/etc/app.conf ");
            assertThat(changed.culprit()).as("a process that has ended").matches("[0-9]+ user 0 /.*sh");
            Files.write(file, before);
            // Whoever removes or renames opens nothing, so that only its number is sure once it has ended.
            run("rm", file.toString());
            device.happening(h -> h.what().endsWith(" missing") && h.culprit().matches("[0-9]+ (.*rm|.ended.)"));
            // Replaced by another file under the same name, which no watch of the old file would see.
            run("sh", "-c", "echo x > " + file + ".2; mv " + file + ".2 " + file);
            device.happening(h -> h.number() > changed.number() + 1
                    && !h.what().endsWith(" missing")
                    && h.culprit().matches("[0-9]+ (.*mv|.ended.)"));
        }
    }

    @Test
    void whatWasChangedWhileNobodyWatchedIsFoundAtTheStart() throws Exception {
        DeviceHere device = new DeviceHere(folder);
        device.factoryManifest(device.manifest(List.of(), List.of(), List.of(), Map.of()));
        Files.writeString(folder.resolve("slots/slot-a/etc/app.conf"), "limit = 7\n");
        try (Guard _ = device.here()) {
            assertThat(device.happening(h -> h.kind() == Violation.FILE_CHANGED).culprit())
                    .isEmpty();
        }
    }

    @Test
    void onlyProgramsOfTheManifestRun() throws Exception {
        DeviceHere device = new DeviceHere(folder);
        device.factoryManifest(device.manifest(List.of(), List.of(), List.of(), Map.of()));
        Path bin = folder.resolve("slots/slot-a/bin");
        Files.copy(Path.of("/bin/echo"), bin.resolve("other"), StandardCopyOption.COPY_ATTRIBUTES);
        Guard guard = device.here();
        try (guard) {
            assertThat(run(bin.resolve("listed").toString())).isEmpty();
            assertThatThrownBy(() -> run(bin.resolve("other").toString())).hasMessageContaining("not permitted");
            Happening refused = device.happening(h -> h.kind() == Violation.PROGRAM_REFUSED);
            assertThat(refused.what()).matches(".*bin/other sha256:[0-9a-f]{32}");
            // The same name and size, other bytes: the answer is for content, not for a path.
            byte[] bytes = Files.readAllBytes(bin.resolve("listed"));
            bytes[bytes.length - 1] ^= 1;
            Files.write(bin.resolve("listed"), bytes);
            assertThatThrownBy(() -> run(bin.resolve("listed").toString())).hasMessageContaining("not permitted");
        }
        assertThat(run(bin.resolve("other").toString()))
                .as("nothing is left behind")
                .isNotNull();
    }

    @Test
    void aPartThatNobodyNamedIsTold() throws Exception {
        Needs.tool("ip", "parts that are attached");
        DeviceHere device = new DeviceHere(folder);
        device.factoryManifest(device.manifest(List.of(), List.of(), List.of("net lo"), Map.of()));
        Process world = new ProcessBuilder("unshare", "-n", "sh", "-c", "echo ready; exec cat").start();
        try {
            assertThat(world.inputReader().readLine()).isEqualTo("ready");
            String network = "/proc/" + world.pid() + "/ns/net";
            GuardSettings settings = GuardHere.settings(folder, DeviceHere.USER, false, List.of(), Path.of(network));
            try (Guard guard = new Guard(settings)) {
                guard.start();
                run("nsenter", "--net=" + network, "ip", "link", "add", "spy0", "type", "veth", "peer", "name", "spy1");
                device.happening(
                        h -> h.kind() == Violation.PART_ADDED && h.what().equals("net spy0"));
            }
        } finally {
            world.destroyForcibly().waitFor();
        }
    }

    @Test
    void anActuatorFollowsItsSensorAndACutWireIsAFire() throws Exception {
        DeviceHere device = new DeviceHere(folder);
        Path sensor = Files.createDirectories(folder.resolve("sensors/hwmon0")).resolve("temp1_input");
        Path siren = folder.resolve("actuators/siren");
        Files.writeString(sensor, "21000\n");
        Files.writeString(siren, "0");
        Reflex fire = new Reflex("fire", "hwmon0/temp1_input", -20_000, 70_000, "siren", "1", "0");
        device.factoryManifest(device.manifest(List.of(), List.of(fire), List.of(), Map.of()));
        try (Guard _ = device.here()) {
            Files.writeString(sensor, "71000\n");
            Waiting.until(
                    "the siren",
                    DeviceHere.LONGEST,
                    () -> Files.readString(siren).equals("1"));
            Files.writeString(sensor, "22000\n");
            Waiting.until(
                    "quiet again",
                    DeviceHere.LONGEST,
                    () -> Files.readString(siren).equals("0"));
            Files.delete(sensor);
            Waiting.until(
                    "the siren",
                    DeviceHere.LONGEST,
                    () -> Files.readString(siren).equals("1"));
            device.happening(h -> h.kind() == Violation.SENSOR_FAILED);
        }
    }

    @Test
    void theMakerDecidesWhatFollowsAndASafeDeviceStaysSafe() throws Exception {
        DeviceHere device = new DeviceHere(folder);
        Files.writeString(folder.resolve("sensors/level"), "5");
        Path valve = Files.writeString(folder.resolve("actuators/valve"), "open");
        Reflex water = new Reflex("water", "level", 0, 10, "valve", "shut", "");
        device.factoryManifest(
                device.manifest(List.of(), List.of(water), List.of(), Map.of("FILE_CHANGED", Response.SAFE_STATE)));
        try (Guard _ = device.here()) {
            Files.writeString(folder.resolve("slots/slot-a/etc/app.conf"), "limit = 9\n");
            assertThat(device.happening(h -> h.kind() == Violation.FILE_CHANGED).done())
                    .isEqualTo("safe");
            assertThat(Files.readString(valve)).isEqualTo("shut");
        }
        try (Guard _ = device.here()) {
            assertThat(device.standing(s -> true).state()).isEqualTo("safe");
            device.ask(new Ask.Thaw());
            assertThat(device.standing(s -> true).state()).isEqualTo("normal");
        }
    }

    private static String run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
