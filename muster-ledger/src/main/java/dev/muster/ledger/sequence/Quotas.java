package dev.muster.ledger.sequence;

import dev.muster.core.ledger.Actor;
import dev.muster.core.ledger.OrgId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much one device, and everybody of one organisation together, may write. Two buckets each, of entries and of bytes of
 * their bodies; what the server writes by itself is not counted, it follows from the rest. Kept in memory: a restart
 * begins with full buckets. Thread-safe.
 */
public final class Quotas {
    /**
     * A pair of buckets.
     *
     * @param entries at once
     * @param entriesPerHour after that
     * @param bytes at once
     * @param bytesPerHour after that
     */
    public record Limit(long entries, long entriesPerHour, long bytes, long bytesPerHour) {}

    /**
     * A device attests hourly, reports an update in a dozen entries and is offline for days; its token has a kilobyte, and
     * one that names every file of a large root half a megabyte.
     */
    public static final Limit DEVICE = new Limit(300, 1_200, 4L << 20, 2L << 20);

    /** A hundred thousand devices that attest hourly, three times over. */
    public static final Limit ORGANISATION = new Limit(200_000, 1_000_000, 1L << 30, 1L << 30);

    /** Devices that are remembered; one that is forgotten has full buckets again. */
    private static final int DEVICES_MAX = 100_000;

    private record Level(double entries, double bytes, Instant at) {}

    private record Device(OrgId org, Actor device) {}

    private final Limit device;
    private final Limit organisation;
    private final InstantSource clock;
    private final Map<OrgId, Level> organisations = new LinkedHashMap<>();
    private final Map<Device, Level> devices = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Device, Level> eldest) {
            return size() > DEVICES_MAX;
        }
    };

    public Quotas(Limit device, Limit organisation, InstantSource clock) {
        this.device = device;
        this.organisation = organisation;
        this.clock = clock;
    }

    /**
     * Takes what several write at once.
     *
     * @param wanted entries and bytes of each
     * @throws QuotaExceededException when any of them has written too much; nothing is taken then
     */
    public synchronized void take(OrgId org, Map<Actor, long[]> wanted) {
        Instant now = clock.instant();
        Level its = filled(organisations.get(org), organisation, now);
        Map<Device, Level> left = new LinkedHashMap<>();
        for (Map.Entry<Actor, long[]> one : wanted.entrySet()) {
            Actor by = one.getKey();
            long entries = one.getValue()[0];
            long bytes = one.getValue()[1];
            if (by.kind() == Actor.Kind.SERVER || entries == 0) {
                continue;
            }
            its = less(its, entries, bytes, "the organisation " + org);
            if (by.kind() == Actor.Kind.DEVICE) {
                Device key = new Device(org, by);
                left.put(key, less(filled(devices.get(key), device, now), entries, bytes, by));
            }
        }
        organisations.put(org, its);
        devices.putAll(left);
    }

    /**
     * Whether there is room, asked before the work that would be for nothing; takes nothing.
     *
     * @throws QuotaExceededException when there is none
     */
    public synchronized void require(OrgId org, Actor by, long entries, long bytes) {
        if (by.kind() == Actor.Kind.SERVER) {
            return;
        }
        Instant now = clock.instant();
        less(filled(organisations.get(org), organisation, now), entries, bytes, "the organisation " + org);
        if (by.kind() == Actor.Kind.DEVICE) {
            less(filled(devices.get(new Device(org, by)), device, now), entries, bytes, by);
        }
    }

    private static Level less(Level level, long entries, long bytes, Object whose) {
        if (level.entries() < entries || level.bytes() < bytes) {
            throw new QuotaExceededException(whose + " has written too much for now");
        }
        return new Level(level.entries() - entries, level.bytes() - bytes, level.at());
    }

    private static Level filled(@org.jspecify.annotations.Nullable Level level, Limit limit, Instant now) {
        if (level == null) {
            return new Level(limit.entries(), limit.bytes(), now);
        }
        double hours = Math.max(0, Duration.between(level.at(), now).toNanos())
                / (double) Duration.ofHours(1).toNanos();
        return new Level(
                Math.min((double) limit.entries(), level.entries() + hours * limit.entriesPerHour()),
                Math.min((double) limit.bytes(), level.bytes() + hours * limit.bytesPerHour()),
                now);
    }
}
