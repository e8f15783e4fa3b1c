package dev.muster.bench.device;

import dev.muster.guard.linux.NetNamespace;
import java.io.IOException;
import java.nio.file.Path;

/** A device's network and one beside it, with a cable between them; both end with this. */
final class TwoNetworks implements AutoCloseable {
    static final String THERE = "10.77.0.2";

    private final Process device;
    private final Process beside;

    TwoNetworks() throws IOException, InterruptedException {
        device = world();
        beside = world();
        in(device, "ip", "link", "add", "mb0", "type", "veth", "peer", "name", "mb1", "netns", "" + beside.pid());
        up(device, "mb0", "10.77.0.1");
        up(beside, "mb1", THERE);
    }

    private static Process world() throws IOException {
        Process world = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo there; exec cat").start();
        world.inputReader().readLine();
        return world;
    }

    private static void up(Process world, String link, String address) throws IOException, InterruptedException {
        in(world, "ip", "address", "add", address + "/24", "dev", link);
        in(world, "ip", "link", "set", link, "up");
        in(world, "ip", "link", "set", "lo", "up");
    }

    private static void in(Process world, String... words) throws IOException, InterruptedException {
        String[] all = new String[words.length + 2];
        all[0] = "nsenter";
        all[1] = "--net=" + file(world);
        System.arraycopy(words, 0, all, 2, words.length);
        if (new ProcessBuilder(all).inheritIO().start().waitFor() != 0) {
            throw new IOException(String.join(" ", words) + " failed");
        }
    }

    private static Path file(Process world) {
        return Path.of("/proc/" + world.pid() + "/ns/net");
    }

    NetNamespace ofDevice() throws IOException {
        return NetNamespace.open(file(device));
    }

    NetNamespace beside() throws IOException {
        return NetNamespace.open(file(beside));
    }

    @Override
    public void close() {
        device.destroy();
        beside.destroy();
    }
}
