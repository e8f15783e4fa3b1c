package dev.muster.agent.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether packets between ports of one bridge are shown to the packet filter ({@code br_netfilter}). Where they are not, nothing
 * holds the devices of one bridge apart, whatever the rules say.
 */
public final class BridgedPackets {
    private static final List<String> SWITCHES = List.of("bridge-nf-call-iptables", "bridge-nf-call-ip6tables");

    private final Path proc;
    private final Path sys;

    /**
     * @param proc the root of {@code /proc}
     * @param sys the root of {@code /sys}
     */
    public BridgedPackets(Path proc, Path sys) {
        this.proc = proc;
        this.sys = sys;
    }

    /** Of this machine. */
    public static BridgedPackets here() {
        return new BridgedPackets(Path.of("/proc"), Path.of("/sys"));
    }

    /** What passes by the packet filter now; empty when nothing does. */
    Optional<String> open() {
        List<String> open = new ArrayList<>();
        for (String name : SWITCHES) {
            Path place = place(name);
            try {
                if (!Files.exists(place)
                        ? bridges()
                        : !Files.readString(place).strip().equals("1")) {
                    open.add(name);
                }
            } catch (IOException e) {
                open.add(name);
            }
        }
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of("bridged packets pass by the packet filter: " + String.join(", ", open));
    }

    /**
     * Shows them to it.
     *
     * @throws IOException when that cannot be done and there is a bridge
     */
    void close() throws IOException {
        for (String name : SWITCHES) {
            Path place = place(name);
            if (Files.exists(place) && !Files.readString(place).strip().equals("1")) {
                Files.writeString(place, "1");
            }
        }
        Optional<String> still = open();
        if (still.isPresent()) {
            throw new IOException(still.get());
        }
    }

    private Path place(String name) {
        return proc.resolve("sys/net/bridge").resolve(name);
    }

    private boolean bridges() throws IOException {
        Path interfaces = sys.resolve("class/net");
        if (!Files.isDirectory(interfaces)) {
            return false;
        }
        try (Stream<Path> all = Files.list(interfaces)) {
            return all.anyMatch(each -> Files.isDirectory(each.resolve("bridge")));
        }
    }
}
