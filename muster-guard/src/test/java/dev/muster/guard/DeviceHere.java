package dev.muster.guard;

import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.manifest.DeviceManifest;
import dev.muster.format.devices.manifest.Held;
import dev.muster.format.devices.manifest.Reflex;
import dev.muster.format.devices.manifest.Response;
import dev.muster.format.devices.manifest.Workload;
import dev.muster.guard.socket.Ask;
import dev.muster.guard.socket.GuardClient;
import dev.muster.guard.socket.Happening;
import dev.muster.guard.socket.Say;
import dev.muster.testing.Authority;
import dev.muster.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A device's folder with a guard over it, in a network of its own; closing it ends all of it. */
final class DeviceHere implements AutoCloseable {
    static final int USER = 61_233;
    static final Duration LONGEST = Duration.ofSeconds(40);

    final Path root;
    final Authority maker = Authority.root("O=Acme,CN=Acme maker", Instant.now().minusSeconds(60));
    private final List<Path> programs = new ArrayList<>();
    private long sequence = 1;
    private Optional<Process> keeper = Optional.empty();

    DeviceHere(Path root) throws IOException {
        this.root = root;
        for (String folder : List.of("factory", "slots/slot-a/bin", "slots/slot-a/etc", "sensors", "actuators")) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.writeString(root.resolve("slots/slot-a/etc/app.conf"), "limit = 5\n");
        Files.copy(Path.of("/bin/true"), root.resolve("slots/slot-a/bin/listed"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(root.resolve("factory/makers.pem"), Authority.pem(maker.certificate()));
    }

    /** Small worlds: busybox and nothing else. */
    void fillWorkload(Path busybox) throws IOException {
        Path bin = Files.createDirectories(root.resolve("slots/slot-a/world/bin"));
        Files.copy(busybox, bin.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String name : List.of("sh", "sleep", "cat", "id", "dd", "true", "cp", "chmod", "mount", "tail")) {
            Files.createSymbolicLink(bin.resolve(name), Path.of("busybox"));
        }
    }

    /** One more program that the manifest names. */
    void alsoRuns(Path program) {
        programs.add(program);
    }

    static Workload workload(String name, int user, String words) {
        return new Workload(name, "slots/slot-a/world", List.of("/bin/sh", "-c", words), user, 32, 50, 16, 2, false);
    }

    byte[] manifest(
            List<Workload> workloads, List<Reflex> reflexes, List<String> parts, Map<String, Response> responses)
            throws IOException {
        List<Held> held = new ArrayList<>();
        List<byte[]> allowed = new ArrayList<>();
        for (String path : List.of("slots/slot-a/etc/app.conf", "slots/slot-a/bin/listed")) {
            held.add(new Held(path, Sha256.of(Files.readAllBytes(root.resolve(path)))));
        }
        allowed.add(Sha256.of(Files.readAllBytes(root.resolve("slots/slot-a/bin/listed"))));
        Path busybox = root.resolve("slots/slot-a/world/bin/busybox");
        if (Files.exists(busybox)) {
            allowed.add(Sha256.of(Files.readAllBytes(busybox)));
        }
        for (Path program : programs) {
            allowed.add(Sha256.of(Files.readAllBytes(program)));
        }
        return new DeviceManifest(sequence++, held, allowed, parts, workloads, reflexes, responses)
                .sign(CoseSigner.of(CoseAlgorithm.ESP256, maker.keys().getPrivate(), Optional.empty()));
    }

    void factoryManifest(byte[] manifest) throws IOException {
        Files.write(root.resolve("factory/manifest.cose"), manifest);
    }

    /** Starts keeper, guard and agent; comes back when the guard answers. */
    void start(boolean firewall, List<String> agent) throws Exception {
        List<String> words = new ArrayList<>(List.of("unshare", "--net", "--"));
        Files.createDirectories(GuardSettings.folder(root));
        words.addAll(Keeper.command(GuardSettings.folder(root), GuardHere.words(root, USER, firewall, agent)));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.redirectOutput(root.resolve("log").toFile());
        keeper = Optional.of(builder.start());
        standing(s -> true);
    }

    /** A guard in this very process, without an agent and without the packet filter: faster, and cannot be killed. */
    Guard here() throws IOException {
        Guard guard = new Guard(GuardHere.settings(root, USER, false, List.of(), Path.of("/proc/self/ns/net")));
        guard.start();
        return guard;
    }

    long keeper() {
        return keeper.orElseThrow().pid();
    }

    Say.Standing standing(Predicate<Say.Standing> wanted) throws Exception {
        return Waiting.value("the guard stands as wanted", LONGEST, () -> {
            try (GuardClient client = new GuardClient(GuardSettings.socket(root), 1)) {
                Say.Standing said = (Say.Standing) client.ask(new Ask.Status());
                return wanted.test(said) ? Optional.of(said) : Optional.empty();
            } catch (IOException away) {
                return Optional.empty();
            }
        });
    }

    Say ask(Ask ask) throws IOException {
        try (GuardClient client = new GuardClient(GuardSettings.socket(root))) {
            return client.ask(ask);
        }
    }

    Happening happening(Predicate<Happening> wanted) throws Exception {
        return Waiting.value(
                "something happens",
                LONGEST,
                () -> ((Say.News) ask(new Ask.News(0)))
                        .happenings().stream().filter(wanted).findFirst());
    }

    /** A power cut of one process. */
    static void kill(long process) throws Exception {
        ProcessHandle handle = ProcessHandle.of(process).orElseThrow();
        handle.destroyForcibly();
        handle.onExit().get();
    }

    String log() throws IOException {
        return Files.readString(root.resolve("log"));
    }

    @Override
    public void close() throws IOException {
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private void end() throws Exception {
        if (keeper.isEmpty()) {
            return;
        }
        long guard;
        long agent;
        try {
            Say.Standing last = standing(s -> true);
            guard = last.guard();
            agent = last.agent();
        } catch (AssertionError never) {
            // No guard answers, so nobody says which processes are its own: all that our keeper started.
            keeper.get().descendants().forEach(ProcessHandle::destroyForcibly);
            keeper.get().destroyForcibly();
            throw new AssertionError(log(), never);
        }
        Optional<ProcessHandle> parent = ProcessHandle.of(guard).flatMap(ProcessHandle::parent);
        keeper.get().destroy();
        // Its keeper may be another one by now: whoever is the guard's parent or knows it.
        ProcessHandle.of(guard).stream()
                .flatMap(ProcessHandle::children)
                .filter(child -> child.pid() != agent)
                .forEach(ProcessHandle::destroy);
        parent.filter(p -> p.pid() > 1 && p.pid() != ProcessHandle.current().pid())
                .ifPresent(ProcessHandle::destroy);
        ProcessHandle.of(guard).ifPresent(ProcessHandle::destroy);
        for (long each : new long[] {guard, agent}) {
            Waiting.until(
                    "everything ends",
                    LONGEST,
                    () -> ProcessHandle.of(each)
                            .map(handle -> !handle.isAlive())
                            .orElse(true));
        }
    }
}
