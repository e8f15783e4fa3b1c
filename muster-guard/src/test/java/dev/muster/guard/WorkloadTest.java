package dev.muster.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.manifest.Violation;
import dev.muster.format.devices.manifest.Workload;
import dev.muster.guard.confine.ContainerRuntime;
import dev.muster.guard.confine.Workloads;
import dev.muster.guard.integrity.ExecGate;
import dev.muster.guard.linux.NetNamespace;
import dev.muster.guard.socket.Ask;
import dev.muster.guard.socket.Happening;
import dev.muster.guard.socket.Say;
import dev.muster.testing.Needs;
import dev.muster.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workloads in worlds of their own: what they have, what they have not, what is left of them. */
class WorkloadTest {
    private static final String MARK = "sleep 31337";
    private final Path folder = Path.of("/tmp").resolve("muster-world-" + System.nanoTime());

    @BeforeEach
    void needs() {
        Needs.root("workloads in containers");
        Needs.tool("runc", "workloads in containers");
    }

    @AfterEach
    void clean() throws IOException {
        if (Files.exists(folder)) {
            Folders.delete(folder);
        }
    }

    private DeviceHere device(Workload... workloads) throws IOException {
        DeviceHere device = new DeviceHere(folder);
        device.fillWorkload(Needs.tool("busybox", "workloads in containers"));
        device.factoryManifest(device.manifest(List.of(workloads), List.of(), List.of(), Map.of()));
        return device;
    }

    @Test
    void itHasWhatItWasGivenAndNothingIsLeftOfIt() throws Exception {
        String words = "cat /proc/self/status > /data/status; cat /proc/net/dev >> /data/status;"
                + " (echo x > /x || echo read-only) >> /data/status 2>&1;"
                + " (cp /bin/busybox /data/b; chmod 755 /data/b; /data/b true || echo noexec) >> /data/status 2>&1;"
                + " (dd if=/dev/zero of=/data/big bs=1M count=9 || echo full) >> /data/status 2>&1; " + MARK;
        DeviceHere device = device(DeviceHere.workload("camera", 20_301, words));
        try (Guard _ = device.here()) {
            Path inside = inside().resolve("root/data/status");
            Waiting.until(
                    "it said what it has",
                    DeviceHere.LONGEST,
                    () -> Files.readString(inside().resolve("root/data/status")).contains("full"));
            assertThat(Files.readString(inside))
                    .contains("Uid:\t20301\t20301")
                    .contains("CapBnd:\t0000000000000000")
                    .contains("Seccomp:\t2")
                    .contains("NoNewPrivs:\t1")
                    .contains("read-only")
                    .contains("noexec")
                    .contains("lo:")
                    .doesNotContain("eth0:")
                    .doesNotContain("veth");
            assertThat(((Say.Looked) device.ask(new Ask.Look())).facts())
                    .anySatisfy(f -> assertThat(f.key() + " " + f.value() + " " + f.standing() + " " + f.detail())
                            .isEqualTo("host.workloads runc ENFORCED camera 32 MiB"));
            List<Path> groups = groups();
            assertThat(groups).isNotEmpty();
            device.ask(new Ask.Stop("camera"));
            assertThat(groups).noneMatch(Files::exists);
            assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(folder.toString());
            assertThat(processes()).isEmpty();
        }
    }

    @Test
    void whereThereIsNoRuncBubblewrapHoldsIt() throws Exception {
        Needs.tool("bwrap", "workloads where there is no runc");
        DeviceHere device = new DeviceHere(folder);
        device.fillWorkload(Needs.tool("busybox", "workloads in containers"));
        Workload camera = DeviceHere.workload(
                "camera",
                20_306,
                "id > /data/said; cat /proc/self/status >> /data/said; (mount -t tmpfs x /data || echo no mount)"
                        + " >> /data/said 2>&1; (echo x > /x || echo read-only) >> /data/said 2>&1; " + MARK);
        ExecGate gate = new ExecGate(() -> Set.of(digest("bin/busybox")), (kind, what, culprit) -> {});
        Workloads workloads = new Workloads(
                folder,
                Files.createDirectories(folder.resolve("guard/workloads")),
                NetNamespace.here(),
                gate,
                ContainerRuntime.BWRAP,
                (kind, what, culprit) -> {});
        try {
            workloads.start(camera);
            Path said = Waiting.value(
                    "it said what it has",
                    DeviceHere.LONGEST,
                    () -> processes().stream()
                            .map(each -> Path.of("/proc", String.valueOf(each), "root/data/said"))
                            .filter(file -> Files.exists(file) && text(file).contains("read-only"))
                            .findFirst());
            assertThat(text(said))
                    .contains("CapEff:\t0000000000000000")
                    .contains("Seccomp:\t2")
                    .contains("NoNewPrivs:\t1")
                    .contains("no mount");
            assertThat(workloads.group("camera").memoryLimit()).isEqualTo(32L << 20);
            assertThat(processes()).isNotEmpty();
        } finally {
            workloads.stopAll();
            gate.close();
        }
        Waiting.until("nothing is left", DeviceHere.LONGEST, () -> processes().isEmpty());
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(folder.toString());
    }

    private String digest(String path) {
        try {
            byte[] bytes =
                    Files.readAllBytes(folder.resolve("slots/slot-a/world").resolve(path));
            return HexFormat.of().formatHex(Sha256.of(bytes));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ended) {
            return "";
        }
    }

    @Test
    void oneThatTakesTooMuchMemoryIsEndedAndToldAndStartedAgain() throws Exception {
        DeviceHere device = device(DeviceHere.workload("greedy", 20_302, "tail /dev/zero; " + MARK));
        try (Guard _ = device.here()) {
            // The shell outlives its child; only when the kernel ends the first process does the workload end.
            Workload hungry = new Workload(
                    "hungry",
                    "slots/slot-a/world",
                    List.of("/bin/dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1"),
                    20_303,
                    16,
                    100,
                    8,
                    0,
                    false);
            device.ask(new Ask.Manifest(device.manifest(List.of(hungry), List.of(), List.of(), Map.of())));
            Happening first = device.happening(h -> h.kind() == Violation.OUT_OF_MEMORY);
            assertThat(first.what()).startsWith("hungry ended");
            device.happening(h -> h.kind() == Violation.OUT_OF_MEMORY && h.number() > first.number());
        }
        assertThat(processes()).isEmpty();
    }

    @Test
    void aProgramThatTheManifestDoesNotNameDoesNotRunInIt() throws Exception {
        DeviceHere device = new DeviceHere(folder);
        device.fillWorkload(Needs.tool("busybox", "workloads in containers"));
        Path bin = folder.resolve("slots/slot-a/world/bin");
        byte[] manifest = device.manifest(
                List.of(DeviceHere.workload("camera", 20_304, "/bin/tool || " + MARK)), List.of(), List.of(), Map.of());
        // Put there after the maker signed.
        byte[] tool = Files.readAllBytes(bin.resolve("busybox"));
        tool[tool.length - 1] ^= 1;
        Files.write(bin.resolve("tool"), tool);
        Files.setPosixFilePermissions(
                bin.resolve("tool"), java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        device.factoryManifest(manifest);
        try (Guard _ = device.here()) {
            Happening refused = device.happening(h -> h.kind() == Violation.PROGRAM_REFUSED);
            assertThat(refused.what()).matches(".*/bin/tool sha256:[0-9a-f]{32}");
            assertThat(refused.culprit()).contains("user 20304");
        }
    }

    @Test
    void whileThereIsNoGuardWorkloadsAreFrozen() throws Exception {
        DeviceHere device = device(DeviceHere.workload("camera", 20_305, MARK));
        try (device) {
            device.start(false, List.of());
            Say.Standing first = device.standing(s -> s.workloads().contains("camera"));
            String line = Files.readString(GuardSettings.folder(folder).resolve("freeze"))
                    .strip();
            Path state = Path.of(line.substring(0, line.lastIndexOf(' ')));
            assertThat(Files.readString(state).strip()).isIn("THAWED", "0");
            DeviceHere.kill(first.guard());
            Waiting.until(
                    "frozen",
                    DeviceHere.LONGEST,
                    () -> List.of("FROZEN", "1")
                            .contains(Files.readString(state).strip()));
            device.standing(s -> s.guard() != first.guard() && s.workloads().contains("camera"));
            Waiting.until(
                    "it runs again", DeviceHere.LONGEST, () -> !processes().isEmpty());
        }
        assertThat(processes()).isEmpty();
    }

    /** Seen from outside. */
    private static Path inside() throws Exception {
        return Waiting.value(
                "the workload runs",
                DeviceHere.LONGEST,
                () -> processes().stream()
                        .map(handle -> Path.of("/proc", String.valueOf(handle)))
                        .findFirst());
    }

    private static List<Long> processes() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(handle -> user(handle.pid()).startsWith("203"))
                    .map(ProcessHandle::pid)
                    .toList();
        }
    }

    private static String user(long process) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(process), "status")).stream()
                    .filter(l -> l.startsWith("Uid:"))
                    .map(l -> l.split("\\s+", -1)[1])
                    .findFirst()
                    .orElse("");
        } catch (IOException ended) {
            return "";
        }
    }

    private List<Path> groups() throws IOException {
        String id = "muster-" + Integer.toHexString(folder.toAbsolutePath().hashCode());
        try (Stream<Path> all = Files.find(
                Path.of("/sys/fs/cgroup"),
                3,
                (path, attributes) -> path.getFileName().toString().startsWith(id))) {
            return all.toList();
        } catch (java.io.UncheckedIOException vanished) {
            return Optional.<List<Path>>empty().orElse(List.of());
        }
    }
}
