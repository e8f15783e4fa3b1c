package dev.muster.format.network.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads pcap and pcapng from a stream, one frame at a time: captures are larger than memory. */
public final class CaptureReader {
    /** The largest frame that any tool keeps is 256 KiB. */
    private static final int FRAME_BYTES_MOST = 256 * 1024;

    /** Blocks beside packets hold names and statistics. */
    private static final int BLOCK_BYTES_MOST = 16 * 1024 * 1024;

    /** A capture of one machine has a few. */
    private static final int INTERFACES_MOST = 4096;

    private static final int PCAPNG = 0x0a0d0d0a;
    private static final int BYTE_ORDER = 0x1a2b3c4d;
    private static final int INTERFACE = 1;
    private static final int SIMPLE = 3;
    private static final int ENHANCED = 6;
    private static final int OPTION_RESOLUTION = 9;
    private static final long NANOS = 1_000_000_000L;

    private final InputStream in;
    private final Consumer<Frame> frames;
    private final List<Interface> interfaces = new ArrayList<>();
    private long offset;
    private ByteOrder order = ByteOrder.BIG_ENDIAN;
    private Instant last = Instant.EPOCH;

    private record Interface(int link, int snap, long unitsPerSecond) {}

    private CaptureReader(InputStream in, Consumer<Frame> frames) {
        this.in = in;
        this.frames = frames;
    }

    /**
     * Reads all of it.
     *
     * @param frames gets every frame, in the order of the file
     * @throws CaptureException when it is no capture, or ends within a record; the frames before were given
     * @throws IOException when it cannot be read
     */
    public static void read(InputStream in, Consumer<Frame> frames) throws IOException {
        CaptureReader reader = new CaptureReader(in, frames);
        byte[] magic = reader.bytes(4);
        int big = ByteBuffer.wrap(magic).getInt();
        if (big == PCAPNG) {
            reader.sections();
        } else {
            reader.records(big);
        }
    }

    private void records(int magic) throws IOException {
        boolean little = magic == 0xd4c3b2a1 || magic == 0x4d3cb2a1;
        boolean nanos = magic == 0x4d3cb2a1 || magic == 0xa1b23c4d;
        if (!little && magic != 0xa1b2c3d4 && !nanos) {
            throw new CaptureException("neither pcap nor pcapng", 0);
        }
        order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer header = buffer(20);
        int link = header.getInt(16) & 0xfffffff;
        while (true) {
            byte[] first = in.readNBytes(1);
            if (first.length == 0) {
                return;
            }
            offset++;
            byte[] rest = bytes(15);
            byte[] all = new byte[16];
            all[0] = first[0];
            System.arraycopy(rest, 0, all, 1, 15);
            ByteBuffer record = ByteBuffer.wrap(all).order(order);
            long seconds = Integer.toUnsignedLong(record.getInt(0));
            long parts = Integer.toUnsignedLong(record.getInt(4));
            int length = length(record.getInt(8), FRAME_BYTES_MOST);
            frames.accept(new Frame(Instant.ofEpochSecond(seconds, nanos ? parts : parts * 1000), link, bytes(length)));
        }
    }

    private void sections() throws IOException {
        section(bytes(4));
        while (true) {
            byte[] first = in.readNBytes(4);
            if (first.length == 0) {
                return;
            }
            offset += first.length;
            if (first.length < 4) {
                throw new CaptureException("ends within a block", offset);
            }
            int type = ByteBuffer.wrap(first).order(order).getInt();
            if (type == PCAPNG) {
                section(bytes(4));
                continue;
            }
            int total = length(buffer(4).getInt(), BLOCK_BYTES_MOST);
            if (total < 12 || total % 4 != 0) {
                throw new CaptureException("a block of " + total + " bytes", offset);
            }
            ByteBuffer body = buffer(total - 12);
            if (buffer(4).getInt() != total) {
                throw new CaptureException("a block that ends with another length", offset);
            }
            block(type, body);
        }
    }

    private void section(byte[] length) throws IOException {
        byte[] magic = bytes(4);
        order = ByteBuffer.wrap(magic).getInt() == BYTE_ORDER ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        if (ByteBuffer.wrap(magic).order(order).getInt() != BYTE_ORDER) {
            throw new CaptureException("a section of no byte order", offset);
        }
        int total = length(ByteBuffer.wrap(length).order(order).getInt(), BLOCK_BYTES_MOST);
        if (total < 28 || total % 4 != 0) {
            throw new CaptureException("a section header of " + total + " bytes", offset);
        }
        bytes(total - 12);
        interfaces.clear();
    }

    private void block(int type, ByteBuffer body) {
        switch (type) {
            case INTERFACE -> {
                if (body.limit() < 8 || interfaces.size() >= INTERFACES_MOST) {
                    throw new CaptureException("an interface that is cut, or one too many", offset);
                }
                interfaces.add(new Interface(
                        Short.toUnsignedInt(body.getShort(0)),
                        body.getInt(4),
                        resolution(body.slice(8, body.limit() - 8).order(order))));
            }
            case ENHANCED -> enhanced(body);
            case SIMPLE -> {
                if (body.limit() < 4) {
                    throw new CaptureException("a packet that is cut", offset);
                }
                Interface seen = seen(0);
                int snap = seen.snap() == 0 ? Integer.MAX_VALUE : seen.snap();
                int kept = Math.min(body.limit() - 4, Math.min(snap, Math.max(0, body.getInt(0))));
                frames.accept(new Frame(last, seen.link(), part(body, 4, kept)));
            }
            default -> {
                // Names, statistics and what others define: the length led past it.
            }
        }
    }

    private void enhanced(ByteBuffer body) {
        if (body.limit() < 20) {
            throw new CaptureException("a packet that is cut", offset);
        }
        Interface seen = seen(body.getInt(0));
        long time = (Integer.toUnsignedLong(body.getInt(4)) << 32) | Integer.toUnsignedLong(body.getInt(8));
        int kept = length(body.getInt(12), FRAME_BYTES_MOST);
        if (kept > body.limit() - 20) {
            throw new CaptureException("a packet longer than its block", offset);
        }
        long units = seen.unitsPerSecond();
        long seconds = Long.divideUnsigned(time, units);
        long parts = Long.remainderUnsigned(time, units);
        // Beyond the years that a time can have nothing is known.
        if (seconds > Integer.MAX_VALUE * 4L || seconds < 0) {
            throw new CaptureException("a time that is none", offset);
        }
        last = Instant.ofEpochSecond(seconds, (long) ((double) parts / units * NANOS));
        frames.accept(new Frame(last, seen.link(), part(body, 20, kept)));
    }

    /** Microseconds unless the option says otherwise. */
    private long resolution(ByteBuffer options) {
        while (options.remaining() >= 4) {
            int code = Short.toUnsignedInt(options.getShort());
            int length = Short.toUnsignedInt(options.getShort());
            if (code == 0 || length > options.remaining()) {
                break;
            }
            if (code == OPTION_RESOLUTION && length >= 1) {
                int exponent = options.get(options.position());
                int power = exponent & 0x7f;
                if (exponent < 0 ? power > 62 : power > 18) {
                    throw new CaptureException("a resolution that is none", offset);
                }
                return exponent < 0 ? 1L << power : (long) Math.pow(10, power);
            }
            options.position(Math.min(options.limit(), options.position() + ((length + 3) & ~3)));
        }
        return 1_000_000;
    }

    private Interface seen(int number) {
        if (number < 0 || number >= interfaces.size()) {
            throw new CaptureException("a packet of interface " + number + ", which is not described", offset);
        }
        return interfaces.get(number);
    }

    private static byte[] part(ByteBuffer body, int from, int length) {
        byte[] part = new byte[length];
        body.get(from, part);
        return part;
    }

    private int length(int length, int most) {
        if (length < 0 || length > most) {
            throw new CaptureException("a record of " + Integer.toUnsignedLong(length) + " bytes", offset);
        }
        return length;
    }

    private ByteBuffer buffer(int length) throws IOException {
        return ByteBuffer.wrap(bytes(length)).order(order);
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        offset += bytes.length;
        if (bytes.length < length) {
            throw new CaptureException("ends within a record", offset);
        }
        return bytes;
    }
}
