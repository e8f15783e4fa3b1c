package dev.muster.guard.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the kernel says of parts that come and go (NETLINK_KOBJECT_UEVENT); no udev is needed. */
public final class Uevents implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int DATAGRAMS = 2 | 0x80000 | 0x800;
    private static final int KOBJECT_UEVENT = 15;
    private static final int BUFFER_BYTES = 8 * 1024;

    private final Descriptor socket;

    private Uevents(int socket) {
        this.socket = new Descriptor(socket);
    }

    /**
     * An event.
     *
     * @param action such as {@code add}
     * @param place below {@code /sys}
     */
    public record Uevent(String action, String place) {}

    /** Listens from now on; network interfaces are seen in the namespace of the calling thread. */
    public static Uevents open() throws IOException {
        int socket = (int) Kernel.call(Call.SOCKET, AF_NETLINK, DATAGRAMS, KOBJECT_UEVENT);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(12, 8);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
            address.set(ValueLayout.JAVA_INT, 8, 1);
            Kernel.call(Call.BIND, socket, address.address(), 12);
            return new Uevents(socket);
        } catch (IOException e) {
            Kernel.close(socket);
            throw e;
        }
    }

    /**
     * The next event, when there is one within a moment.
     *
     * @throws IOException when it is closed, or the kernel says no
     */
    public Optional<Uevent> next() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
            byte[] bytes = buffer.asSlice(0, socket.read(buffer)).toArray(ValueLayout.JAVA_BYTE);
            String head = new String(bytes, StandardCharsets.UTF_8).split("\0", 2)[0];
            int at = head.indexOf('@');
            return at < 0 ? Optional.empty() : Optional.of(new Uevent(head.substring(0, at), head.substring(at + 1)));
        }
    }

    public boolean closed() {
        return socket.closed();
    }

    @Override
    public void close() {
        socket.close();
    }
}
