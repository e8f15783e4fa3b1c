package dev.muster.server.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Sha256;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reports that were taken already: a device that did not hear the answer sends the same bytes again, and a thousand times
 * the same is one. A report that is made anew has another signature. Remembers the newest of each device. Thread-safe.
 */
final class RecentReports {
    /** About 10 MB. */
    private static final int DEVICES_MAX = 100_000;

    private record Key(OrgId org, DeviceId device) {}

    private final Map<Key, String> newest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, String> eldest) {
            return size() > DEVICES_MAX;
        }
    };

    synchronized boolean knows(OrgId org, DeviceId device, byte[] report) {
        return digest(report).equals(newest.get(new Key(org, device)));
    }

    synchronized void taken(OrgId org, DeviceId device, byte[] report) {
        newest.put(new Key(org, device), digest(report));
    }

    private static String digest(byte[] report) {
        return HexFormat.of().formatHex(Sha256.of(report));
    }
}
