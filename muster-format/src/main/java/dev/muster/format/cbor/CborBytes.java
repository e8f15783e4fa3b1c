package dev.muster.format.cbor;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** A byte string. */
public final class CborBytes extends CborSpan implements Cbor {
    CborBytes(byte[] in, int start, int end) {
        super(in, start, end);
    }

    @Override
    public byte[] asBytes() {
        if (!Head.indefinite(in, start)) {
            return Arrays.copyOfRange(in, start + Head.size(in, start), end);
        }
        return join(in, start, end);
    }

    /** Parses the one item inside, with the same bytes: offsets and paths count in the outer input. */
    public Cbor parse(CborProfile profile, CborLimits limits) {
        if (Head.indefinite(in, start)) {
            return Cbor.parse(asBytes(), profile, limits);
        }
        int content = start + Head.size(in, start);
        return Cbor.parse(in, content, end - content, profile, limits);
    }

    static byte[] join(byte[] in, int start, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(end - start);
        int chunk = start + 1;
        while (chunk < end - 1) {
            int content = chunk + Head.size(in, chunk);
            int length = (int) Head.argument(in, chunk);
            out.write(in, content, length);
            chunk = content + length;
        }
        return out.toByteArray();
    }
}
