package dev.muster.cli.demo;

import dev.muster.guard.linux.NetNamespace;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network of two: the device's, and its site's, joined by a cable. Nothing of it is in this machine's own network; it is
 * gone when the demo ends, however it ends.
 */
final class DeviceSite implements AutoCloseable {
    /** An address for documentation (RFC 5737), so that it is nobody's. */
    static final String SITE = "198.51.100.1";

    private static final String DEVICE = "198.51.100.2";
    private static final int BYTES = 16 * 1024;
    private static final int SECONDS_MAX = 20;

    private final List<Closeable> opened = new ArrayList<>();
    private final Process site;
    private final Process device;
    private final NetNamespace siteNetwork;
    private final NetNamespace deviceNetwork;

    DeviceSite() throws IOException {
        site = holder();
        device = holder();
        siteNetwork = NetNamespace.open(Path.of("/proc", String.valueOf(site.pid()), "ns", "net"));
        deviceNetwork = NetNamespace.open(Path.of("/proc", String.valueOf(device.pid()), "ns", "net"));
        String to = String.valueOf(device.pid());
        in(site, "ip", "link", "set", "lo", "up");
        in(site, "ip", "link", "add", "cable", "type", "veth", "peer", "name", "eth0", "netns", to);
        in(site, "ip", "address", "add", SITE + "/30", "dev", "cable");
        in(site, "ip", "link", "set", "cable", "up");
        in(device, "ip", "link", "set", "lo", "up");
        in(device, "ip", "address", "add", DEVICE + "/30", "dev", "eth0");
        in(device, "ip", "link", "set", "eth0", "up");
    }

    /** A process that does nothing but be in a network of its own, until its input closes. */
    private Process holder() throws IOException {
        Process holder = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo there; exec cat").start();
        opened.add(holder.getOutputStream());
        byte[] said = holder.getInputStream().readNBytes("there".length());
        if (!new String(said, StandardCharsets.US_ASCII).equals("there")) {
            throw new IOException("no network of one's own can be made");
        }
        return holder;
    }

    private static void in(Process where, String... words) throws IOException {
        List<String> all = inside(where);
        all.addAll(List.of(words));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", words) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static List<String> inside(Process where) {
        return new ArrayList<>(List.of("nsenter", "--net=/proc/" + where.pid() + "/ns/net", "--"));
    }

    /** The words that start something in the device's network. */
    List<String> onDevice(List<String> command) {
        List<String> all = inside(device);
        all.addAll(command);
        return all;
    }

    /** Leads connections to a port of the site on to a port of this machine. */
    void lead(int port, int here) throws IOException {
        serve(port, socket -> {
            Socket on = new Socket(InetAddress.getLoopbackAddress(), here);
            Thread.ofVirtual().start(() -> pump(on, socket));
            pump(socket, on);
        });
    }

    /** A service of the site that is not the device's server: it says again what it hears. */
    int echo() throws IOException {
        return serve(0, socket -> pump(socket, socket));
    }

    private int serve(int port, Each each) throws IOException {
        ServerSocket door = siteNetwork.inside(() -> {
            ServerSocket made = new ServerSocket();
            made.bind(new InetSocketAddress(SITE, port));
            return made;
        });
        opened.add(door);
        Thread.ofVirtual().name("site-" + port).start(() -> {
            while (!door.isClosed()) {
                try {
                    Socket socket = door.accept();
                    Thread.ofVirtual().start(() -> take(each, socket));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        return door.getLocalPort();
    }

    private interface Each {
        void take(Socket socket) throws IOException;
    }

    private static void take(Each each, Socket socket) {
        try (socket) {
            each.take(socket);
        } catch (IOException e) {
            // One connection of a demo: whoever opened it notices.
            return;
        }
    }

    private static void pump(Socket from, Socket to) {
        byte[] bytes = new byte[BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                out.write(bytes, 0, read);
                out.flush();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed whatever it says.
            return;
        }
    }

    /** Connects from the device to a port of the site. */
    Socket fromDevice(int port, int millisMax) throws IOException {
        return deviceNetwork.inside(() -> {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(SITE, port), millisMax);
            socket.setSoTimeout(millisMax);
            return socket;
        });
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : opened) {
            each.close();
        }
        siteNetwork.close();
        deviceNetwork.close();
        site.destroy();
        device.destroy();
    }
}
