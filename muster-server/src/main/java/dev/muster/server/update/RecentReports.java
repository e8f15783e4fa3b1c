package dev.muster.server.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reports that were taken already: a device that did not hear the answer sends the same bytes again, and a thousand times
 * the same is one. A report that is made anew has another signature. Remembers the newest few of each device, for one that
 * sends several by turns. Thread-safe.
 */
final class RecentReports {
    /** About 20 MB, when each has sent as many as are remembered. */
    private static final int DEVICES_MAX = 100_000;

    /** A device has a few orders open at once, and a report for each. */
    static final int EACH_MAX = 8;

    private record Key(OrgId org, DeviceId device) {}

    private final Map<Key, long[]> newest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, long[]> eldest) {
            return size() > DEVICES_MAX;
        }
    };

    synchronized boolean knows(OrgId org, DeviceId device, byte[] report) {
        long digest = digest(report);
        return Arrays.stream(newest.getOrDefault(new Key(org, device), new long[0]))
                .anyMatch(known -> known == digest);
    }

    synchronized void taken(OrgId org, DeviceId device, byte[] report) {
        Key key = new Key(org, device);
        long[] before = newest.getOrDefault(key, new long[0]);
        long[] now = new long[Math.min(EACH_MAX, before.length + 1)];
        now[0] = digest(report);
        System.arraycopy(before, 0, now, 1, now.length - 1);
        newest.put(key, now);
    }

    /** Its first eight bytes: whoever finds two that begin alike keeps a report of their own device from being kept. */
    private static long digest(byte[] report) {
        return ByteBuffer.wrap(Sha256.of(report)).getLong();
    }
}
