package dev.muster.ledger.sequence;

import dev.muster.format.cbor.Cbor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Bodies as they lie in the database. An event names its members and much of what it says in words that every event of its
 * kind has, so it is kept as DEFLATE (RFC 1951) over a dictionary of those words:
 *
 * <pre>
 * 0x01, length of the body as two bytes (big-endian), compressed data
 * </pre>
 *
 * <p>A body is a CBOR map and never begins with 0x01; one that is not smaller when packed, or too long, lies as it is.
 * Digests and everything else go by the body itself. Thread-safe.
 */
final class PackedBody {
    /** First byte of a packed body; another dictionary has another one. */
    static final int MARK = 0x01;

    /** Mark and length. */
    static final int HEAD_BYTES = 3;

    /** Longer ones are few, and reading some of them must not take much more memory than they have on the disk. */
    static final int BODY_BYTES_MAX = 16 * 1024;

    /** More effort made bodies smaller by one in a hundred and took a third longer. */
    private static final int LEVEL = 2;

    /** Begins a line of bytes in hexadecimal. */
    private static final String BYTES = "0x";

    /** As many as read or write at once, mostly; each holds some memory outside of the heap. */
    private static final int KEPT = 8;

    private static final byte[] WORDS = words("packed-1.txt");
    private static final ArrayBlockingQueue<Deflater> DEFLATERS = new ArrayBlockingQueue<>(KEPT);
    private static final ArrayBlockingQueue<Inflater> INFLATERS = new ArrayBlockingQueue<>(KEPT);

    private PackedBody() {}

    /** What is written for a body. */
    static byte[] pack(byte[] body) {
        if (body.length > 0 && body[0] == MARK) {
            throw new IllegalArgumentException("a body is a CBOR map");
        }
        if (body.length > BODY_BYTES_MAX) {
            return body;
        }
        Deflater ready = DEFLATERS.poll();
        Deflater deflater = ready == null ? new Deflater(LEVEL, true) : ready;
        deflater.reset();
        deflater.setDictionary(WORDS);
        deflater.setInput(body);
        deflater.finish();
        byte[] packed = new byte[body.length];
        int length = HEAD_BYTES;
        if (body.length > HEAD_BYTES) {
            length += deflater.deflate(packed, HEAD_BYTES, packed.length - HEAD_BYTES);
        }
        boolean smaller = deflater.finished();
        if (!DEFLATERS.offer(deflater)) {
            deflater.end();
        }
        if (!smaller) {
            return body;
        }
        ByteBuffer.wrap(packed).put((byte) MARK).putShort((short) body.length);
        return Arrays.copyOf(packed, length);
    }

    /** The body of what was written. Bytes that were changed meanwhile are given as they lie: their digest does not hold. */
    static byte[] unpack(byte[] stored) {
        if (stored.length < HEAD_BYTES || stored[0] != MARK) {
            return stored;
        }
        byte[] body = new byte[length(stored)];
        Inflater ready = INFLATERS.poll();
        Inflater inflater = ready == null ? new Inflater(true) : ready;
        inflater.reset();
        inflater.setDictionary(WORDS);
        inflater.setInput(stored, HEAD_BYTES, stored.length - HEAD_BYTES);
        boolean whole;
        try {
            whole = inflater.inflate(body) == body.length && ends(inflater);
        } catch (DataFormatException changed) {
            whole = false;
        }
        if (!INFLATERS.offer(inflater)) {
            inflater.end();
        }
        return whole ? body : stored;
    }

    /** Whether nothing comes after what was expected. */
    private static boolean ends(Inflater inflater) throws DataFormatException {
        return inflater.finished() || (inflater.inflate(new byte[1]) == 0 && inflater.finished());
    }

    /**
     * How long the body is.
     *
     * @param head the first bytes of what was written
     * @param stored how many there are in all
     */
    static long length(byte[] head, long stored) {
        return head.length < HEAD_BYTES || head[0] != MARK ? stored : length(head);
    }

    private static int length(byte[] head) {
        return Short.toUnsignedInt(ByteBuffer.wrap(head).getShort(1));
    }

    /** Each line as CBOR writes it, which is how it stands in a body; those of bytes as they are. */
    private static byte[] words(String name) {
        try (InputStream in = PackedBody.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no such dictionary: " + name);
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> all.writeBytes(
                            line.startsWith(BYTES)
                                    ? HexFormat.of().parseHex(line, BYTES.length(), line.length())
                                    : Cbor.of(line).encoded()));
            return all.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
