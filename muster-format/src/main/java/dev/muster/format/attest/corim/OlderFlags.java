package dev.muster.format.attest.corim;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborType;
import java.util.HashMap;
import java.util.Map;

/**
 * Operational flags as they were before CoRIM -03: bits of a byte string, or of the number that the tools of the Veraison
 * project wrote, whose first two say the opposite of today's flags of the same number. Each of the first four bits states its
 * flag, set or not: who wrote them down said of a device that it is not in debug mode by leaving the bit out.
 */
final class OlderFlags {
    /** not-configured, not-secure, recovery, debug: of every draft that had bits. */
    private static final int STATED = 4;

    /** not-replay-protected and not-integrity-protected came later, so that only a bit that is set says something. */
    private static final int KNOWN = 6;

    private static final int RECOVERY = 2;
    private static final int DEBUG = 3;

    private OlderFlags() {}

    static Map<Integer, Boolean> read(Cbor item) {
        int bits = item.type() == CborType.BYTES ? first(item) : item.asInt();
        if (bits >> KNOWN != 0) {
            throw CorimReader.fault(item, "flags as bits are the bits 0.." + (KNOWN - 1));
        }
        Map<Integer, Boolean> flags = new HashMap<>();
        for (int bit = 0; bit < KNOWN; bit++) {
            boolean set = (bits >> bit & 1) == 1;
            if (set || bit < STATED) {
                flags.put(bit, set == (bit == RECOVERY || bit == DEBUG));
            }
        }
        return flags;
    }

    private static int first(Cbor item) {
        byte[] bytes = item.asBytes();
        if (bytes.length != 1) {
            throw CorimReader.fault(item, "flags as bits are one byte, not " + bytes.length);
        }
        return Byte.toUnsignedInt(bytes[0]);
    }
}
