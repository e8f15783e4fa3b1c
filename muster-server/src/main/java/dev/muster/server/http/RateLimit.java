package dev.muster.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket a client: {@code burst} requests at once, then {@code perSecond}; a long body counts as several. Remembers the most recent clients
 * only, so that strangers cannot fill the memory; a forgotten client starts with a full bucket.
 */
public final class RateLimit {
    private static final int CLIENTS_REMEMBERED = 10_000;

    /** A request that brings more than this costs more than one: it has to be decrypted, gathered and read. */
    private static final int BYTES_A_TOKEN = 4 * 1024;

    private record Bucket(double tokens, Instant at) {}

    private final InstantSource clock;
    private final double perSecond;
    private final double burst;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > CLIENTS_REMEMBERED;
        }
    };

    public RateLimit(InstantSource clock, double perSecond, double burst) {
        this.clock = clock;
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /** Takes one token of this client's bucket; false when there is none. */
    public synchronized boolean admits(String client) {
        Instant now = clock.instant();
        double tokens = tokens(client, now);
        boolean admitted = tokens >= 1;
        buckets.put(client, new Bucket(admitted ? tokens - 1 : tokens, now));
        return admitted;
    }

    /** What the client brought is on its account, as a debt when there is not enough: it was taken already. */
    public synchronized void brought(String client, long bytes) {
        long more = bytes / BYTES_A_TOKEN;
        if (more > 0) {
            Instant now = clock.instant();
            buckets.put(client, new Bucket(Math.max(-burst, tokens(client, now) - more), now));
        }
    }

    private double tokens(String client, Instant now) {
        Bucket bucket = buckets.getOrDefault(client, new Bucket(burst, now));
        double waited = Math.max(0, Duration.between(bucket.at(), now).toNanos() / 1e9);
        return Math.min(burst, bucket.tokens() + waited * perSecond);
    }
}
