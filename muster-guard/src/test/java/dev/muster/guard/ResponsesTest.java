package dev.muster.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.devices.manifest.Response;
import dev.muster.format.devices.manifest.Workload;
import dev.muster.guard.socket.Ask;
import dev.muster.testing.Needs;
import dev.muster.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real workload does to a device, and a device to its workloads. */
class ResponsesTest {
    private static final int USER = 20_411;
    private final Path folder = Path.of("/tmp").resolve("muster-responses-" + System.nanoTime());
    private DeviceHere device;

    @BeforeEach
    void aDeviceWithSmallWorlds() throws Exception {
        Needs.root("workloads in containers");
        Needs.tool("runc", "workloads in containers");
        device = new DeviceHere(folder);
        device.fillWorkload(Needs.tool("busybox", "workloads in containers"));
    }

    @AfterEach
    void clean() throws IOException {
        if (Files.exists(folder)) {
            Folders.delete(folder);
        }
    }

    /** Counts as long as it runs. */
    private void counts(Response response) throws IOException {
        Workload camera = DeviceHere.workload("camera", USER, "while true; do echo x >> /data/count; sleep 0.05; done");
        device.factoryManifest(
                device.manifest(List.of(camera), List.of(), List.of(), Map.of("FILE_CHANGED", response)));
    }

    private void violate() throws IOException {
        Files.writeString(folder.resolve("slots/slot-a/etc/app.conf"), "limit = 6\n");
    }

    @Test
    void afterAFreezeNothingRunsUntilAPersonThawsAlsoOverARestart() throws Exception {
        counts(Response.FREEZE);
        try (Guard _ = device.here()) {
            runs();
            violate();
            device.standing(s -> s.state().equals("frozen"));
            Waiting.until("it stands still", DeviceHere.LONGEST, this::standsStill);
        }
        try (Guard _ = device.here()) {
            assertThat(device.standing(s -> true).state()).isEqualTo("frozen");
            assertThatThrownBy(() -> device.ask(new Ask.Start("camera"))).hasMessageContaining("frozen");
            assertThat(process()).isEmpty();
            device.ask(new Ask.Thaw());
            runs();
        }
    }

    @Test
    void aWorkloadWhoseEndFrozeTheDeviceIsNotStartedAgainUntilAPersonThaws() throws Exception {
        Workload camera = DeviceHere.workload("camera", USER, "sleep 1; exit 3");
        device.factoryManifest(
                device.manifest(List.of(camera), List.of(), List.of(), Map.of("WORKLOAD_FAILED", Response.FREEZE)));
        try (Guard _ = device.here()) {
            device.standing(s -> s.state().equals("frozen"));
            // It would be started again after half a second, and run for one.
            for (int i = 0; i < 20; i++) {
                Thread.sleep(100);
                assertThat(process()).isEmpty();
            }
            device.ask(new Ask.Thaw());
            Waiting.until("it runs", DeviceHere.LONGEST, () -> process().isPresent());
        }
    }

    @Test
    void afterAStopNothingIsLeftAndNothingStartsUntilAPersonSaysSo() throws Exception {
        counts(Response.STOP);
        try (Guard _ = device.here()) {
            runs();
            violate();
            device.standing(s -> s.state().equals("stopped") && s.workloads().isEmpty());
            Waiting.until("nothing is left", DeviceHere.LONGEST, () -> process().isEmpty());
        }
        try (Guard _ = device.here()) {
            assertThat(device.standing(s -> true).state()).isEqualTo("stopped");
            assertThatThrownBy(() -> device.ask(new Ask.Start("camera"))).hasMessageContaining("stopped");
            assertThat(process()).isEmpty();
            device.ask(new Ask.Thaw());
            runs();
        }
    }

    @Test
    void aCrashAndAForbiddenCallAreToldApartByTheKernelsOwnSigns() throws Exception {
        Workload crashes = program("crashes", USER, "*(volatile int *) 0 = 1;");
        // open_by_handle_at leads out of every root.
        Workload escapes = program("escapes", USER + 1, "syscall(304, 0, 0, 0);");
        device.factoryManifest(device.manifest(List.of(crashes, escapes), List.of(), List.of(), Map.of()));
        try (Guard _ = device.here()) {
            assertThat(device.happening(h -> h.what().startsWith("crashes ")))
                    .satisfies(h ->
                            assertThat(h.kind() + " " + h.what()).isEqualTo("WORKLOAD_FAILED crashes ended with 139"));
            assertThat(device.happening(h -> h.what().startsWith("escapes ")))
                    .satisfies(h ->
                            assertThat(h.kind() + " " + h.what()).isEqualTo("FORBIDDEN_CALL escapes ended with 159"));
        }
    }

    private Workload program(String name, int user, String body) throws Exception {
        String gcc = Needs.tool("gcc", "programs that crash").toString();
        Path source = Files.writeString(
                folder.resolve(name + ".c"), "#include <unistd.h>\nint main(void) { " + body + " return 0; }\n");
        Path program = folder.resolve("slots/slot-a/world/bin").resolve(name);
        Process compiler = new ProcessBuilder(gcc, "-static", "-w", "-o", program.toString(), source.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
        device.alsoRuns(program);
        return new Workload(name, "slots/slot-a/world", List.of("/bin/" + name), user, 32, 50, 16, 0, false);
    }

    private void runs() throws Exception {
        Waiting.until("it counts", DeviceHere.LONGEST, () -> {
            long before = count();
            Thread.sleep(500);
            return count() > before;
        });
    }

    private boolean standsStill() throws InterruptedException {
        long before = count();
        Thread.sleep(1_000);
        return process().isPresent() && count() == before;
    }

    /** Length of what it wrote, seen from outside; 0 when it does not run. */
    private static long count() {
        return process()
                .map(number -> Path.of("/proc", String.valueOf(number), "root/data/count")
                        .toFile()
                        .length())
                .orElse(0L);
    }

    private static Optional<Long> process() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(ProcessHandle::pid).filter(ResponsesTest::isOurs).findFirst();
        }
    }

    private static boolean isOurs(long process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process), "status"))) {
            return lines.anyMatch(line -> line.startsWith("Uid:\t" + USER + "\t"));
        } catch (IOException | java.io.UncheckedIOException ended) {
            return false;
        }
    }
}
