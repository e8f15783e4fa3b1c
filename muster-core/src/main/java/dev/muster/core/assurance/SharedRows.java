package dev.muster.core.assurance;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Rows of bytes that many devices have alike, kept once: devices of one product mostly stand the same. Whoever got a row
 * from here never writes into it. Not safe for several threads.
 */
final class SharedRows {
    /**
     * Some megabytes of different rows. When there are as many it begins anew: in months most become rows that no device has any
     * more, and those that devices come to have are to find room.
     */
    static final int ROWS_MAX = 8192;

    private final Map<ByteBuffer, byte[]> rows = new HashMap<>();

    /** A row with this content, which may be this one. */
    byte[] of(byte[] row) {
        byte[] known = rows.get(ByteBuffer.wrap(row));
        if (known == null) {
            if (rows.size() == ROWS_MAX) {
                rows.clear();
            }
            rows.put(ByteBuffer.wrap(row), row);
        }
        return known == null ? row : known;
    }
}
