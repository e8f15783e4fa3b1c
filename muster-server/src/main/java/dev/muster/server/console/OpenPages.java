package dev.muster.server.console;

import dev.muster.core.ledger.OrgId;
import dev.muster.server.http.EventStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Pages that are open in browsers wait here for news. News is only the index of the newest entry: a page that is told
 * asks for itself again, so that slow readers cost nothing and miss nothing. One thread tells them all.
 */
public final class OpenPages implements AutoCloseable {
    /** As often as a person can see a difference; in between, news is only remembered. */
    private static final Duration TELL = Duration.ofMillis(250);

    /** Proxies close connections that are silent for a minute; and a page whose session ended is let go this soon. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /** One page. Only the telling thread touches it after it was opened. */
    private static final class Open {
        private final OrgId org;
        private final EventStream stream;
        private long told;
        private long saidAtNanos;

        Open(OrgId org, EventStream stream, long told) {
            this.org = org;
            this.stream = stream;
            this.told = told;
            this.saidAtNanos = System.nanoTime();
        }
    }

    private final Map<OrgId, Long> newest = new ConcurrentHashMap<>();
    private final Set<Open> pages = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("open-pages").factory());

    public OpenPages() {
        var _ = clock.scheduleWithFixedDelay(this::tellAll, TELL.toMillis(), TELL.toMillis(), TimeUnit.MILLISECONDS);
    }

    void changed(OrgId org, long index) {
        newest.merge(org, index, Math::max);
    }

    /** The page is told from now on, until it goes away, its session ends, or the server stops. */
    void tell(OrgId org, EventStream stream) {
        long told = newest.getOrDefault(org, 0L);
        if (clock.isShutdown() || !stream.send(Long.toString(told), "hello", Long.toString(told))) {
            stream.end();
            return;
        }
        pages.add(new Open(org, stream, told));
    }

    /** How many pages are open now, give or take those that went without a word since the last heartbeat. */
    int open() {
        return pages.size();
    }

    private void tellAll() {
        pages.removeIf(page -> !tell(page));
    }

    private boolean tell(Open page) {
        long now = System.nanoTime();
        long index = newest.getOrDefault(page.org, 0L);
        if (index > page.told) {
            page.told = index;
            page.saidAtNanos = now;
            return page.stream.send(Long.toString(index), "changed", Long.toString(index));
        }
        if (now - page.saidAtNanos < HEARTBEAT.toNanos()) {
            return true;
        }
        page.saidAtNanos = now;
        return page.stream.heartbeat();
    }

    /** Lets every page go. */
    @Override
    public void close() {
        clock.shutdown();
        pages.forEach(page -> page.stream.end());
        pages.clear();
    }
}
