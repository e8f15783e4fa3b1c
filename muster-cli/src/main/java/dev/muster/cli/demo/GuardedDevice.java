package dev.muster.cli.demo;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.cli.device.OwnProgram;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.manifest.DeviceManifest;
import dev.muster.format.devices.manifest.Held;
import dev.muster.guard.GuardSettings;
import dev.muster.guard.Keeper;
import dev.muster.guard.socket.Ask;
import dev.muster.guard.socket.GuardClient;
import dev.muster.guard.socket.Say;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The one device that is not simulated: this machine's kernel holds it, in a network of its own. */
final class GuardedDevice implements AutoCloseable {
    static final String HELD = "local/site.conf";
    static final String LISTED = "local/bin/listed";
    static final String UNLISTED = "local/bin/unlisted";

    private static final int USER = 64_990;
    private static final Path PROGRAM = Path.of("/bin/true");

    private final DemoPlan plan;
    private final DeviceSite site;
    private final int deviceDoors;

    /** @param deviceDoors the server's port for devices, on this machine */
    GuardedDevice(DemoPlan plan, int deviceDoors) throws IOException {
        this.plan = plan;
        this.deviceDoors = deviceDoors;
        this.site = new DeviceSite();
        site.lead(deviceDoors, deviceDoors);
    }

    DeviceSite site() {
        return site;
    }

    /** Why this machine cannot hold a device; empty when it can. */
    static Optional<String> missing(Path folder) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("this is not root");
        }
        for (String program : List.of("unshare", "nsenter", "nft", "ip")) {
            if (List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin").stream()
                    .noneMatch(place -> Files.isExecutable(Path.of(place, program)))) {
                return Optional.of("there is no " + program);
            }
        }
        Path closed = closed(Path.of(System.getProperty("java.home"), "bin"))
                .or(() -> closed(folder.toAbsolutePath().resolveSibling(".")))
                .orElse(null);
        if (closed != null) {
            return Optional.of("other users may not pass through " + closed);
        }
        return namespaces() ? Optional.empty() : Optional.of("no network of one's own can be made");
    }

    private static boolean namespaces() {
        try {
            return new ProcessBuilder("unshare", "--net", "true").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The first folder of a path that users other than its owner may not pass through. */
    private static Optional<Path> closed(Path path) {
        for (Path each = path; each != null; each = each.getParent()) {
            try {
                if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return Optional.of(each);
                }
            } catch (IOException e) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** What the factory adds for a guard: files that are held, programs that may run, and who says so. */
    static void furnish(DeviceRoots roots, PrivateKey maker) throws IOException {
        Path device = roots.factory().resolveSibling(".").toAbsolutePath().normalize();
        Files.createDirectories(device.resolve("local/bin"));
        Files.writeString(device.resolve(HELD), "camera = on\nmicrophone = off\n");
        Files.copy(PROGRAM, device.resolve(LISTED), StandardCopyOption.COPY_ATTRIBUTES);
        byte[] other = Files.readAllBytes(PROGRAM);
        Files.write(device.resolve(UNLISTED), java.util.Arrays.copyOf(other, other.length + 1));
        Files.setPosixFilePermissions(device.resolve(UNLISTED), PosixFilePermissions.fromString("rwxr-xr-x"));
        List<Held> held = new ArrayList<>();
        for (String path : List.of(HELD, LISTED)) {
            held.add(new Held(path, Sha256.of(Files.readAllBytes(device.resolve(path)))));
        }
        DeviceManifest manifest = new DeviceManifest(
                1, held, List.of(held.getLast().sha256()), List.of(), List.of(), List.of(), Map.of());
        Files.write(
                roots.factory().resolve("manifest.cose"),
                manifest.sign(CoseSigner.of(CoseAlgorithm.ESP256, maker, Optional.empty())));
    }

    /** The words that start keeper, guard and agent, in the device's network. */
    List<String> command() throws IOException {
        Path device = plan.realDevice().toAbsolutePath();
        for (Path each = device;
                each != null && each.startsWith(plan.folder().toAbsolutePath());
                each = each.getParent()) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx--x--x"));
        }
        Files.createDirectories(GuardSettings.folder(device));
        List<String> words = new ArrayList<>(List.of("guard", "--root", device.toString(), "--user", "" + USER));
        // Whoever looks at the demo keeps the keyboard: the USB of this machine is not the device's.
        words.addAll(List.of(
                "--firewall",
                "--quick",
                "--hardware",
                device.resolve("local/hardware").toString()));
        List<String> guard = OwnProgram.words(
                readableClasses(plan.folder().toAbsolutePath().resolve("program")), List.of("-Xmx64m"), words);
        return site.onDevice(Keeper.command(GuardSettings.folder(device), guard));
    }

    /** The build may be its owner's alone; the agent's user needs one that it can read. */
    private static String readableClasses(Path to) throws IOException {
        Files.createDirectories(to);
        List<String> entries = new ArrayList<>();
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            if (Files.exists(from)) {
                Path copy = to.resolve(number++ + "-" + from.getFileName());
                copy(from, copy);
                entries.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void copy(Path from, Path to) throws IOException {
        Set<PosixFilePermission> folders = PosixFilePermissions.fromString("rwxr-xr-x");
        try (var all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                    Files.setPosixFilePermissions(target, folders);
                } else {
                    Files.copy(each, target, StandardCopyOption.REPLACE_EXISTING);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
                }
            }
        }
        Files.setPosixFilePermissions(to.toAbsolutePath().getParent(), folders);
    }

    /** Where this device's server is, in its network. */
    java.net.URI home() {
        return java.net.URI.create("https://" + DeviceSite.SITE + ":" + deviceDoors);
    }

    Say.Standing standing() throws IOException {
        return (Say.Standing) ask(new Ask.Status());
    }

    Say ask(Ask ask) throws IOException {
        try (GuardClient client = new GuardClient(GuardSettings.socket(plan.realDevice()), 1)) {
            return client.ask(ask);
        }
    }

    @Override
    public void close() throws IOException {
        site.close();
    }
}
