package dev.muster.core.devices;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** UUIDs of version 7 (RFC 9562 §5.7): 48 bits of time in milliseconds, then 74 random bits. */
public final class UuidV7 {
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private UuidV7() {}

    /** A fresh one. */
    public static UUID of(Instant now, RandomGenerator random) {
        long high = now.toEpochMilli() << 16 | VERSION | (random.nextLong() & 0x0fffL);
        long low = VARIANT | (random.nextLong() >>> 2);
        return new UUID(high, low);
    }
}
