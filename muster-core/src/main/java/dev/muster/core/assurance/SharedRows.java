package dev.muster.core.assurance;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Rows of bytes that many devices have alike, kept once: devices of one product mostly stand the same. Whoever got a row
 * from here never writes into it. Not safe for several threads.
 */
final class SharedRows {
    /** More different rows than that are kept by each device for itself: some megabytes at most. */
    private static final int ROWS_MAX = 8192;

    private final Map<ByteBuffer, byte[]> rows = new HashMap<>();

    /** A row with this content, which may be this one. */
    byte[] of(byte[] row) {
        byte[] known = rows.get(ByteBuffer.wrap(row));
        if (known == null && rows.size() < ROWS_MAX) {
            rows.put(ByteBuffer.wrap(row), row);
        }
        return known == null ? row : known;
    }
}
