package dev.muster.format.audit.pack;

import dev.muster.format.cbor.CborWriter;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The outer form of a pack in parts: a CBOR sequence of byte strings, the signed head first. */
public final class PackParts {
    /** Devices of one part: with fifty thousand bytes each, as many as are read into memory without a thought. */
    public static final int DEVICES = 200;

    /** A part of ordinary devices has a tenth of it. */
    public static final int PART_BYTES_MAX = 128 * 1024 * 1024;

    private static final int BYTE_STRING = 2;
    private static final int PIECE = 64 * 1024;

    private final InputStream in;

    PackParts(InputStream in) {
        this.in = in;
    }

    /** The head as it stands in the file. */
    public static byte[] head(PackHead head, CoseSigner signer) {
        return string(SignedPack.sign(head, signer).encode());
    }

    /** A signed pack as it stands in the file as a part. */
    public static byte[] part(byte[] pack) {
        return string(packed(pack));
    }

    /** Whether parts follow, and not one pack. */
    static boolean areNext(PushbackInputStream in) throws IOException {
        int first = in.read();
        if (first >= 0) {
            in.unread(first);
        }
        return first >> 5 == BYTE_STRING;
    }

    /** A pack that is not in parts. @throws PackException when it is longer than one can be */
    static byte[] whole(InputStream in) throws IOException {
        int most = Pack.LIMITS.bytes();
        byte[] bytes = in.readNBytes(most);
        if (bytes.length == most && in.read() >= 0) {
            throw new PackException("more than " + most + " bytes", "/");
        }
        return bytes;
    }

    /** The head; nothing of it is believed yet. */
    SignedPack head() throws IOException {
        return SignedPack.parse(taken(PackHead.BYTES_MAX, "/head"));
    }

    /** The next part, as long and with the digest that the head says. */
    byte[] next(PackHead.Part part) throws IOException {
        if (part.bytes() <= 0 || part.bytes() > PART_BYTES_MAX) {
            throw new PackException("a part has up to " + PART_BYTES_MAX + " bytes, not " + part.bytes(), "/parts");
        }
        byte[] bytes = unpacked(taken(PART_BYTES_MAX, "/parts"), (int) part.bytes());
        if (!MessageDigest.isEqual(Sha256.of(bytes), part.sha256())) {
            throw new PackException("it has not the digest that was signed", "/parts");
        }
        return bytes;
    }

    void end() throws IOException {
        if (in.read() >= 0) {
            throw new PackException("something follows the last part", "/parts");
        }
    }

    private byte[] taken(int most, String path) throws IOException {
        long length = length(path);
        if (length > most) {
            throw new PackException("more than " + most + " bytes", path);
        }
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw new PackException("the file ends in the middle of it", path);
        }
        return bytes;
    }

    /** Of a byte string, in the shortest form (RFC 8949 §4.2.1). */
    private long length(String path) throws IOException {
        int first = in.read();
        if (first < 0) {
            throw new PackException("the file ends before it", path);
        }
        int info = first & 0x1f;
        if (first >> 5 != BYTE_STRING || info > 27) {
            throw new PackException("no byte string of a known length", path);
        }
        int more = info < 24 ? 0 : 1 << (info - 24);
        byte[] argument = in.readNBytes(more);
        if (argument.length < more) {
            throw new PackException("the file ends in the middle of it", path);
        }
        long length = more == 0 ? info : new java.math.BigInteger(1, argument).longValue();
        long least = more == 0 ? 0 : more == 1 ? 24 : 1L << (4 * more);
        if (length < least) {
            throw new PackException("its length is not in the shortest form", path);
        }
        return length;
    }

    private static byte[] string(byte[] bytes) {
        return CborWriter.create().bytes(bytes).toByteArray();
    }

    private static byte[] packed(byte[] bytes) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + PIECE);
            byte[] piece = new byte[PIECE];
            while (!deflater.finished()) {
                out.write(piece, 0, deflater.deflate(piece));
            }
            return out.toByteArray();
        }
    }

    private static byte[] unpacked(byte[] packed, int length) {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(packed);
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining() && inflater.inflate(bytes) > 0) {
                // Until it is full or nothing more comes.
            }
            // What ends is asked once more: the end itself may follow the last byte.
            boolean more = inflater.inflate(new byte[1]) > 0;
            if (bytes.hasRemaining() || more || !inflater.finished() || inflater.getRemaining() > 0) {
                throw new PackException("it does not unpack to the length that was signed", "/parts");
            }
            return bytes.array();
        } catch (DataFormatException e) {
            throw new PackException("it does not unpack", "/parts");
        }
    }
}
