package dev.muster.format.der;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes DER elements. */
public final class DerWriter {
    private DerWriter() {}

    /** One element: tag byte, shortest length, and the contents in a row. */
    public static byte[] element(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length += content.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(length >>> shift);
            }
        }
        for (byte[] content : contents) {
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    /** An INTEGER. */
    public static byte[] integer(BigInteger value) {
        return element(DerReader.INTEGER, value.toByteArray());
    }
}
