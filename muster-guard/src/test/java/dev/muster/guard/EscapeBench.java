package dev.muster.guard;

import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.manifest.Workload;
import dev.muster.guard.confine.ControlGroup;
import dev.muster.guard.firewall.DeviceFirewall;
import dev.muster.guard.firewall.NftProgram;
import dev.muster.guard.integrity.ExecGate;
import dev.muster.guard.linux.Confinement;
import dev.muster.guard.linux.Landlock.Right;
import dev.muster.guard.linux.Landlock.Rule;
import dev.muster.guard.linux.NetNamespace;
import dev.muster.testing.Waiting;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A host with things worth stealing, in a network and with mounts of its own, and a program that tries to. */
final class EscapeBench implements AutoCloseable {
    private static final int USER = 20_401;
    private static final String SITE = "198.51.100.1";

    private final List<Closeable> opened = new ArrayList<>();
    private final Path folder;
    private final Path host;
    private final Path own;
    private final Path program;
    private final Process device;
    private final NetNamespace network;
    private final int port;

    EscapeBench(Path folder) throws Exception {
        this.folder = folder;
        this.host = Files.createDirectories(folder.resolve("host"));
        this.own = folder.resolve("own");
        this.program = compile();
        Process site = network();
        device = network();
        network = NetNamespace.open(Path.of("/proc/" + device.pid() + "/ns/net"));
        String[][] cable = {
            {"ip", "link", "add", "cable", "type", "veth", "peer", "name", "eth0", "netns", "" + device.pid()},
            {"ip", "address", "add", SITE + "/30", "dev", "cable"},
            {"ip", "link", "set", "cable", "up"}
        };
        for (String[] words : cable) {
            in(site, words);
        }
        in(device, "ip", "link", "set", "lo", "up");
        in(device, "ip", "address", "add", "198.51.100.2/30", "dev", "eth0");
        in(device, "ip", "link", "set", "eth0", "up");
        NetNamespace elsewhere = NetNamespace.open(Path.of("/proc/" + site.pid() + "/ns/net"));
        opened.add(elsewhere);
        ServerSocketChannel stranger =
                elsewhere.inside(() -> ServerSocketChannel.open().bind(new InetSocketAddress(SITE, 0)));
        opened.add(stranger);
        port = ((InetSocketAddress) stranger.getLocalAddress()).getPort();
    }

    private Path compile() throws Exception {
        Path source = folder.resolve("escape.c");
        try (InputStream in = EscapeBench.class.getResourceAsStream("escape.c")) {
            Files.copy(java.util.Objects.requireNonNull(in), source);
        }
        Path made = folder.resolve("escape");
        run("gcc", "-static", "-O1", "-w", "-o", made.toString(), source.toString());
        return made;
    }

    private Process network() throws IOException {
        Process holder = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo there; exec cat").start();
        opened.add(holder.getOutputStream());
        holder.getInputStream().readNBytes(5);
        return holder;
    }

    private static void in(Process where, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=/proc/" + where.pid() + "/ns/net", "--"));
        all.addAll(List.of(words));
        run(all.toArray(String[]::new));
    }

    private static void run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + ": " + said);
        }
    }

    /** How each attack ended under a layer: what is worth stealing is laid out anew, and so are the layers. */
    Map<String, String> attack(Layer layer) throws Exception {
        Process victim = new ProcessBuilder("sleep", "600").start();
        List<AutoCloseable> sockets = new ArrayList<>();
        try {
            layOut(sockets, victim);
            String said = layer == Layer.ALL ? asWorkload(victim) : alone(layer, victim);
            return results(said);
        } finally {
            for (AutoCloseable each : sockets) {
                each.close();
            }
            victim.destroyForcibly().waitFor();
        }
    }

    private void layOut(List<AutoCloseable> sockets, Process victim) throws Exception {
        if (Files.exists(own)) {
            Folders.delete(own);
        }
        Folders.delete(host);
        Files.createDirectories(host);
        Files.createDirectories(own);
        Files.setPosixFilePermissions(host, PosixFilePermissions.fromString("rwxr-x---"));
        Files.setAttribute(own, "unix:uid", USER);
        for (String name : List.of("secret", "spare", "other", "junk")) {
            Files.writeString(host.resolve(name), "of the host\n");
            Files.setPosixFilePermissions(host.resolve(name), PosixFilePermissions.fromString("rw-------"));
        }
        Files.copy(program, own.resolve("unlisted"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.write(own.resolve("unlisted"), new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
        ofRoot(own.resolve("suid"));
        for (String name : List.of("socket", "guard")) {
            ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            door.bind(UnixDomainSocketAddress.of(host.resolve(name)));
            sockets.add(door);
        }
        Process abstractSocket = new ProcessBuilder(
                        "nsenter",
                        "--net=/proc/" + device.pid() + "/ns/net",
                        "--",
                        "python3",
                        "-c",
                        "import socket,sys; s=socket.socket(socket.AF_UNIX); s.bind('\\0muster-" + victim.pid()
                                + "'); s.listen(); print('on', flush=True); sys.stdin.read()")
                .start();
        abstractSocket.inputReader().readLine();
        sockets.add(abstractSocket.getOutputStream());
    }

    /** A program that makes whoever runs it root. */
    private void ofRoot(Path file) throws Exception {
        Files.copy(program, file, StandardCopyOption.COPY_ATTRIBUTES);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        run("chmod", "u+s", file.toString());
    }

    private List<String> words(Process victim) {
        return List.of(program.toString(), host.toString(), "" + victim.pid(), SITE, "" + port, own.toString());
    }

    private String alone(Layer layer, Process victim) throws Exception {
        List<String> words = new ArrayList<>(List.of("unshare", "--mount", "--"));
        Optional<ControlGroup> group = Optional.empty();
        Optional<ExecGate> gate = Optional.empty();
        Confinement none = new Confinement(OptionalInt.empty(), Optional.empty(), false);
        Confinement confinement = none;
        switch (layer) {
            case NONE -> {}
            case USER -> confinement = new Confinement(OptionalInt.of(USER), Optional.empty(), false);
            case LANDLOCK -> confinement = new Confinement(OptionalInt.empty(), Optional.of(ownFolderOnly()), false);
            case CALLS -> confinement = new Confinement(OptionalInt.empty(), Optional.empty(), true);
            case WORLD -> words = new ArrayList<>(world());
            case LIMITS -> group = Optional.of(limits());
            case PROGRAMS -> gate = Optional.of(gate());
            case NETWORK -> firewall();
            default -> throw new IllegalArgumentException(layer.name());
        }
        if (layer == Layer.WORLD) {
            words.addAll(List.of("/escape", host.toString(), "" + victim.pid(), SITE, "" + port, "/tmp"));
        } else if (confinement.equals(none)) {
            words.addAll(words(victim));
        } else {
            // Confined programs cannot make mounts of their own: nothing that they mount would succeed anyway.
            words = words(victim);
        }
        List<String> stopped = new ArrayList<>(List.of("/bin/sh", "-c", "read _; exec \"$@\"", "sh"));
        stopped.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(stopped).redirectErrorStream(true);
        Confinement how = confinement;
        Process process = layer == Layer.USER || layer == Layer.LANDLOCK || layer == Layer.CALLS
                ? network.inside(() -> how.start(builder))
                : network.inside(builder::start);
        try {
            if (group.isPresent()) {
                group.get().add(process.pid());
            }
            process.outputWriter().append("\n").flush();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return said;
        } finally {
            group.ifPresent(ControlGroup::remove);
            gate.ifPresent(ExecGate::close);
            if (layer == Layer.NETWORK) {
                in(device, "nft", "delete", "table", "inet", "muster");
            }
        }
    }

    private Confinement.Files ownFolderOnly() {
        List<Rule> rules = new ArrayList<>();
        for (String path : List.of("/usr", "/bin", "/lib", "/lib64", "/dev/null")) {
            rules.add(new Rule(Path.of(path), Right.READ_AND_RUN));
        }
        rules.add(new Rule(Path.of(System.getProperty("java.home")), Right.READ_AND_RUN));
        rules.add(new Rule(program, Right.READ_AND_RUN));
        rules.add(new Rule(own, Right.WRITE));
        return new Confinement.Files(rules, List.of());
    }

    /** All capabilities of root, and nothing to use them on. */
    private List<String> world() throws Exception {
        Path root = folder.resolve("root");
        if (!Files.exists(root)) {
            for (String name : List.of("proc", "tmp", "bin")) {
                Files.createDirectories(root.resolve(name));
            }
            Files.copy(program, root.resolve("escape"), StandardCopyOption.COPY_ATTRIBUTES);
            ofRoot(root.resolve("bin/suid"));
        }
        String inside = "mount --bind \"$1\" \"$1\"; mount -t tmpfs -o size=64m tmpfs \"$1/tmp\";"
                + " mount -o remount,bind,ro \"$1\"; root=$1; shift; exec unshare --root=\"$root\" --mount-proc \"$@\"";
        return List.of(
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--net",
                "--ipc",
                "--uts",
                "sh",
                "-c",
                inside,
                "sh",
                root.toString());
    }

    private ControlGroup limits() throws IOException {
        ControlGroup group = new ControlGroup(Path.of("/sys/fs/cgroup"), "muster-escape-" + System.nanoTime());
        group.make(new Workload("escape", "x", List.of("/x"), USER, 64, 25, 16, 1, false));
        return group;
    }

    private ExecGate gate() throws IOException {
        Set<String> listed = Set.of(HexFormat.of().formatHex(Sha256.of(Files.readAllBytes(program))));
        ExecGate gate = new ExecGate(() -> listed, (kind, what, culprit) -> {});
        gate.holdFolder(own);
        return gate;
    }

    private void firewall() throws IOException {
        new DeviceFirewall(
                        network,
                        NftProgram.here().orElseThrow(),
                        folder.resolve("rules-" + System.nanoTime()),
                        "198.51.100.9:8444")
                .first();
    }

    /** Exactly as a device runs it: the guard starts it from a maker's manifest, under the device's network policy. */
    private String asWorkload(Process victim) throws Exception {
        DeviceHere here = new DeviceHere(folder.resolve("device"));
        Path bin = Files.createDirectories(here.root.resolve("slots/slot-a/world/bin"));
        Files.copy(program, bin.resolve("escape"), StandardCopyOption.COPY_ATTRIBUTES);
        here.alsoRuns(program);
        byte[] manifest = here.manifest(
                List.of(new Workload(
                        "escape",
                        "slots/slot-a/world",
                        List.of("/bin/escape", host.toString(), "" + victim.pid(), SITE, "" + port, "/data"),
                        USER,
                        64,
                        25,
                        16,
                        2,
                        true)),
                List.of(),
                List.of(),
                Map.of());
        Files.copy(own.resolve("unlisted"), bin.resolve("unlisted"), StandardCopyOption.COPY_ATTRIBUTES);
        ofRoot(bin.resolve("suid"));
        here.factoryManifest(manifest);
        GuardSettings settings = GuardHere.settings(
                here.root, DeviceHere.USER, true, List.of(), Path.of("/proc/" + device.pid() + "/ns/net"));
        Path log = GuardSettings.folder(here.root).resolve("workloads/escape/log");
        try (Guard guard = new Guard(settings)) {
            guard.start();
            Waiting.until(
                    "the attacks are over",
                    java.time.Duration.ofMinutes(2),
                    () -> Files.exists(log) && Files.readString(log).contains("\nend\n"));
            return Files.readString(log);
        }
    }

    /** Of the first run, when a workload was started again. */
    private static Map<String, String> results(String said) {
        Map<String, String> results = new LinkedHashMap<>();
        for (String line : said.split("\nend", 2)[0].split("\n", -1)) {
            String[] words = line.split("\t", -1);
            if (words.length == 4) {
                results.putIfAbsent(words[1] + "\t" + words[0], words[2]);
            }
        }
        return results;
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : opened) {
            each.close();
        }
        network.close();
    }
}
