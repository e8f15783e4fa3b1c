package dev.muster.agent.linux;

import dev.muster.format.network.netlink.Datagrams;
import dev.muster.format.network.netlink.Messages;
import dev.muster.format.network.netlink.TableListing;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Changes of the packet filter and questions to it, in one network namespace. One thread at a time. */
final class Transactions implements Closeable {
    private static final int ERROR = 2;
    private static final int DONE = 3;

    /** {@code NLM_F_DUMP_INTR}: something changed while a list was given. */
    private static final int INTERRUPTED = 0x10;

    /** Transactions that this process did, by the network namespace in which it did them. */
    private static final Map<String, AtomicInteger> DONE_HERE = new ConcurrentHashMap<>();

    private final NetlinkSocket socket;
    private final AtomicInteger done;

    private Transactions(NetlinkSocket socket, Path namespace) throws IOException {
        this.socket = socket;
        this.done = DONE_HERE.computeIfAbsent(Files.readSymbolicLink(namespace).toString(), n -> new AtomicInteger());
    }

    /** In this process's network namespace. */
    static Transactions open() throws IOException {
        return new Transactions(NetlinkSocket.open(), Path.of("/proc/self/ns/net"));
    }

    /**
     * In another network namespace.
     *
     * @param namespace such as {@code /proc/123/ns/net}
     */
    static Transactions open(Path namespace) throws IOException {
        return new Transactions(NetlinkSocket.open(namespace), namespace);
    }

    /**
     * Sends a batch, of which the kernel does all or nothing.
     *
     * @return 0 when the kernel did it, or the number of its first error ({@code errno})
     * @throws IOException when the kernel cannot be asked
     */
    int send(Messages.Batch batch) throws IOException {
        // One after another, so that whoever asks for the kernel's count meets ours of the same transactions.
        synchronized (done) {
            int error = sent(batch);
            if (error == 0) {
                done.incrementAndGet();
            } else {
                // A batch that failed may be told of more than once: nothing of it may be taken for an answer to the
                // next.
                socket.forget();
            }
            return error;
        }
    }

    private int sent(Messages.Batch batch) throws IOException {
        try (Arena here = Arena.ofConfined()) {
            socket.room(batch.length());
            MemorySegment all = here.allocate(batch.length());
            MemorySegment.copy(batch.bytes(), 0, all, ValueLayout.JAVA_BYTE, 0, batch.length());
            socket.send(all);
        }
        int[] result = {-1};
        while (result[0] < 0) {
            Datagrams.messages(datagram(), (type, flags, sequence, bytes, from, to) -> {
                int error = type == ERROR && to - from >= 4 ? -word(bytes, from) : -1;
                if (error > 0 || (error == 0 && sequence == batch.awaited())) {
                    result[0] = error;
                }
                return result[0] < 0;
            });
        }
        return result[0];
    }

    /** How many transactions others did, from some beginning on: it stays the same while the rules change by this process only. */
    int byOthers() throws IOException {
        synchronized (done) {
            try (Arena here = Arena.ofConfined()) {
                socket.send(here.allocateFrom(ValueLayout.JAVA_BYTE, Datagrams.generation()));
            }
            return Datagrams.generation(datagram()) - done.get();
        }
    }

    /**
     * Asks a question whose answer is a list.
     *
     * @throws IOException when the kernel says no, or what it listed changed meanwhile
     */
    void ask(byte[] question, TableListing.Answer each) throws IOException {
        try (Arena here = Arena.ofConfined()) {
            socket.send(here.allocateFrom(ValueLayout.JAVA_BYTE, question));
        }
        boolean whole = false;
        try {
            answers(each);
            whole = true;
        } finally {
            if (!whole) {
                // The rest of an answer that nobody wants may not be taken for the answer to the next question.
                socket.forget();
            }
        }
    }

    private void answers(TableListing.Answer each) throws IOException {
        String[] failed = {""};
        boolean more = true;
        while (more) {
            more = Datagrams.messages(datagram(), (type, flags, sequence, bytes, from, to) -> {
                if ((flags & INTERRUPTED) != 0) {
                    failed[0] = "the rules changed while they were listed";
                }
                if (type == ERROR && to - from >= 4 && word(bytes, from) != 0) {
                    failed[0] = "netlink: error " + -word(bytes, from);
                    return false;
                }
                if (type != DONE && failed[0].isEmpty()) {
                    each.take(bytes, from, to);
                }
                return type != DONE;
            });
        }
        if (!failed[0].isEmpty()) {
            throw new IOException(failed[0]);
        }
    }

    private byte[] datagram() throws IOException {
        return socket.receive().toArray(ValueLayout.JAVA_BYTE);
    }

    private static int word(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(at);
    }

    @Override
    public void close() {
        socket.close();
    }
}
