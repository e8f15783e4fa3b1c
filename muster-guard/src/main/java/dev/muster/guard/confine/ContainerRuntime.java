package dev.muster.guard.confine;

import dev.muster.format.devices.manifest.Workload;
import dev.muster.guard.linux.Confinement;
import dev.muster.guard.linux.Landlock;
import dev.muster.guard.linux.NetNamespace;
import dev.muster.guard.linux.Seccomp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes a workload's world. */
public enum ContainerRuntime {
    /** Makes all of it, control group included. */
    RUNC("runc"),
    /** Makes the world as the workload's own user; we make the control group. */
    BWRAP("bwrap"),
    /** Nothing is there: no workload runs. */
    NONE("none");

    private static final Logger LOG = LoggerFactory.getLogger(ContainerRuntime.class);
    private static final List<String> PLACES = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");
    private static final int LOOKS = 500;
    private final String program;

    ContainerRuntime(String program) {
        this.program = program;
    }

    /** {@code runc}, {@code bwrap} or {@code none}. */
    String word() {
        return program;
    }

    /** The best that this machine has. */
    public static ContainerRuntime here() {
        return Stream.of(RUNC, BWRAP)
                .filter(r -> r.path().isPresent())
                .findFirst()
                .orElse(NONE);
    }

    private Optional<Path> path() {
        return PLACES.stream()
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it; the process ends with it, with 128 and the signal's number when a signal ended it. */
    Process start(Workload workload, Path root, Path bundle, ControlGroup group, NetNamespace network)
            throws IOException {
        Files.createDirectories(bundle);
        Path log = bundle.resolve("log");
        return switch (this) {
            case RUNC -> {
                Files.write(bundle.resolve("config.json"), Bundle.config(workload, root, group.name()));
                ProcessBuilder runc =
                        new ProcessBuilder(program(), "run", "--keep", "--bundle", bundle.toString(), group.name());
                // A shared network shares abstract sockets too, which no policy of packets sees.
                Confinement apart = new Confinement(OptionalInt.empty(), apart(), false);
                ProcessBuilder quiet = quiet(runc, log);
                yield network.inside(() -> apart.start(quiet));
            }
            case BWRAP -> bubble(workload, root, bundle, group, network);
            case NONE -> throw new IOException("there is neither runc nor bwrap: " + workload.name() + " does not run");
        };
    }

    private Process bubble(Workload workload, Path root, Path bundle, ControlGroup group, NetNamespace network)
            throws IOException {
        group.make(workload);
        Path filter = Files.write(bundle.resolve("calls"), Seccomp.filter());
        Path log = bundle.resolve("log");
        // The thread that opens them is the workload's user already.
        for (Path each : List.of(filter, Files.exists(log) ? log : Files.createFile(log))) {
            Files.setAttribute(each, "unix:uid", workload.user());
        }
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", "kill -STOP $$; exec \"$@\"", "sh", program()));
        words.addAll(List.of("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"));
        if (workload.network()) {
            words.add("--share-net");
        }
        words.addAll(List.of("--ro-bind", root.toString(), "/", "--proc", "/proc", "--dev", "/dev"));
        if (workload.diskMib() > 0) {
            words.addAll(List.of("--size", String.valueOf(workload.diskMib() * 1024L * 1024), "--tmpfs", "/data"));
        }
        words.addAll(List.of("--clearenv", "--setenv", "PATH", "/bin:/usr/bin", "--seccomp", "0", "--"));
        words.addAll(workload.command());
        ProcessBuilder builder =
                quiet(new ProcessBuilder(words), bundle.resolve("log")).redirectInput(filter.toFile());
        Confinement user = new Confinement(OptionalInt.of(workload.user()), apart(), false);
        Process stopped = network.inside(() -> user.start(builder));
        try {
            for (int look = 0; look < LOOKS && !state(stopped).equals("T"); look++) {
                Thread.sleep(10);
            }
            group.add(stopped.pid());
            Volume.run("kill", "-CONT", String.valueOf(stopped.pid()));
            return stopped;
        } catch (IOException | InterruptedException e) {
            stopped.destroyForcibly();
            throw e instanceof IOException io ? io : new IOException("interrupted", e);
        }
    }

    private static Optional<Confinement.Files> apart() {
        return Landlock.abi() > 0 ? Optional.of(Confinement.Files.APART) : Optional.empty();
    }

    private static String state(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"), StandardCharsets.UTF_8);
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", 2)[0];
    }

    private static ProcessBuilder quiet(ProcessBuilder program, Path log) {
        program.environment().clear();
        program.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        return program.redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    private String program() throws IOException {
        return path().orElseThrow(() -> new IOException(program + " is gone")).toString();
    }

    /** Ends what runs under this name and takes its control group away. */
    void release(String id, ControlGroup group) {
        try {
            if (this == RUNC && Files.exists(Path.of("/run/runc", id))) {
                group.freeze(false);
                Volume.run(program(), "delete", "--force", id);
            }
        } catch (IOException e) {
            LOG.debug("{} is not deleted: {}", id, e.getMessage());
        }
        group.remove();
    }
}
